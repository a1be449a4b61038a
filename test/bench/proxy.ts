/**
 * Measures the cost of the OpenAI dialect as a proxy, beside other proxies: `npm run ts -- test/bench/proxy.ts [rounds] [sides, …]`.
 * Each side is a separate process in front of the same upstream; all are measured in turn in every round, at one
 * connection and at 32, for a small answer, one with a picture of about 450 KB, and a GET that is passed on untouched.
 * CPU is the user and system time of the side's process per request; it and the requests per second are the best of all
 * rounds, because other load on the machine can only add. No embedded check runs: rules read the prompt, nothing else.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Pool } from 'undici';
import { SOURCE_ARGS } from '../../scripts/source-condition.ts';

const ROUNDS = Number(process.argv[2] ?? 5);
const WANTED = process.argv[3]?.split(/,\s*/);
/** Node has a proxy's code compiled well only after thousands of requests. */
const WARM_UP = 4_000;
/** Linux counts CPU time in ticks of a hundredth of a second. */
const TICK_MS = 10;

interface Side {
  readonly name: string;
  readonly url: string;
  readonly pid: number | undefined;
  readonly headers: Readonly<Record<string, string>>;
}
const children: ChildProcess[] = [];

const folder = fileURLToPath(new URL('.', import.meta.url));
// No side keeps running when something fails.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
process.on('exit', () => {
  for (const child of children) child.kill();
});

const upstream = await node('upstream', '');
const sides: Side[] = [{ name: 'direct', url: upstream.url, pid: undefined, headers: {} }];
if (isWanted('nginx') && isInstalled('nginx')) sides.push(await nginx(upstream.url));
for (const name of [
  'undici stream',
  'node:http',
  'Hono over undici',
  'Hono over fetch',
  'Shoji',
  'Shoji, pixels re-encoded',
]) {
  if (isWanted(name)) sides.push(await node(name, upstream.url));
}
if (isWanted('Portkey')) sides.push(await portkey(upstream.url));

interface Load {
  readonly name: string;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body: string | null;
  readonly calls: number;
}
const ask = (prompt: string) => JSON.stringify({ model: 'gpt-image-1', prompt });
const LOADS: readonly Load[] = [
  {
    name: 'small',
    method: 'POST',
    path: '/v1/images/generations',
    body: ask('a small dog in a suit'),
    calls: 500,
  },
  {
    name: 'image',
    method: 'POST',
    path: '/v1/images/generations',
    body: ask('a large dog in a suit'),
    calls: 60,
  },
  { name: 'untouched', method: 'GET', path: '/v1/models', body: null, calls: 500 },
];

const samples = new Map<string, { wall: number[]; cpu: number[]; rate: number[] }>();
for (const side of sides) {
  const count = side.name.includes('re-encoded') ? 200 : WARM_UP;
  for (const load of loadsOf(side))
    await run(side, { ...load, calls: load.name === 'image' ? count / 10 : count }, 8);
}
for (let round = 0; round < ROUNDS; round++) {
  for (const load of LOADS) {
    for (const connections of [1, 32]) {
      for (const side of sides.filter((each) => loadsOf(each).includes(load))) {
        const slow = side.name.includes('re-encoded') && load.name === 'image';
        const calls = slow ? Math.max(connections, 10) : load.calls * (connections > 1 ? 2 : 1);
        const { walls, cpu, rate } = await run(side, { ...load, calls }, connections);
        const key = `${load.name} × ${connections}|${side.name}`;
        const kept = samples.get(key) ?? { wall: [], cpu: [], rate: [] };
        kept.wall.push(...walls);
        kept.cpu.push(cpu);
        kept.rate.push(rate);
        samples.set(key, kept);
      }
    }
  }
}
for (const load of LOADS) {
  for (const connections of [1, 32]) {
    const name = `${load.name} × ${connections}`;
    console.log(`\n${name} connection${connections > 1 ? 's' : ''}`);
    const other = Math.max(0, ...(samples.get(`${name}|Portkey`)?.rate ?? []));
    console.table(
      Object.fromEntries(
        sides
          .filter((side) => loadsOf(side).includes(load))
          .map((side) => {
            const { wall = [], cpu = [], rate = [] } = samples.get(`${name}|${side.name}`) ?? {};
            return [
              side.name,
              {
                'p50 ms': round(quantile(wall, 0.5)),
                'p99 ms': round(quantile(wall, 0.99)),
                'cpu ms': side.pid === undefined ? null : round(Math.min(...cpu)),
                'requests/s': Math.round(Math.max(...rate)),
                'of Portkey': other > 0 ? round(Math.max(...rate) / other) : null,
              },
            ];
          }),
      ),
    );
  }
}
process.exit();

async function run(
  { name, url, pid, headers }: Side,
  { method, path, body, calls }: Load,
  connections: number,
) {
  const pool = new Pool(url, { connections, pipelining: 1 });
  const walls: number[] = [];
  let left = calls;
  const worker = async () => {
    while (left-- > 0) {
      const start = performance.now();
      const answer = await pool.request({
        path,
        method,
        body,
        headers: { 'content-type': 'application/json', ...headers },
      });
      await answer.body.arrayBuffer();
      if (answer.statusCode !== 200) throw new Error(`${name}: ${path} answered ${answer.statusCode}`);
      walls.push(performance.now() - start);
    }
  };
  const [before, start] = [cpuOf(pid), performance.now()];
  await Promise.all(Array.from({ length: connections }, worker));
  const seconds = (performance.now() - start) / 1_000;
  const cpu = (cpuOf(pid) - before) / walls.length;
  await pool.close();
  return { walls, cpu, rate: walls.length / seconds };
}

/** Only answers with a picture are re-encoded, and Portkey 1.15.2 fails on the GET under Node 24. */
function loadsOf({ name }: Side): readonly Load[] {
  if (name === 'Portkey') return LOADS.filter((load) => load.method === 'POST');
  return name.includes('re-encoded') ? LOADS.filter((load) => load.name === 'image') : LOADS;
}

/** CPU time of a process so far in milliseconds, from the 14th and 15th field of its stat file. */
function cpuOf(pid: number | undefined): number {
  if (pid === undefined) return 0;
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

async function node(name: string, target: string): Promise<Side> {
  const child = start(process.execPath, [...SOURCE_ARGS, join(folder, 'proxy-sides.ts'), name, target]);
  const lines = createInterface({ input: child.stdout ?? process.stdin });
  for await (const url of lines) return { name, url, pid: child.pid, headers: {} };
  throw new Error(`${name} did not start`);
}

async function nginx(target: string): Promise<Side> {
  const port = await freePort();
  const directory = mkdtempSync(join(tmpdir(), 'shoji-bench-'));
  const config = `daemon off; master_process off; pid ${directory}/pid; error_log stderr crit;
    events { worker_connections 256; }
    http { access_log off; client_body_temp_path ${directory}/body; proxy_temp_path ${directory}/proxy;
      upstream up { server ${new URL(target).host}; keepalive 64; }
      server { listen 127.0.0.1:${port}; location / { proxy_pass http://up; proxy_http_version 1.1; proxy_set_header Connection ""; } } }`;
  writeFileSync(join(directory, 'nginx.conf'), config);
  const child = start('nginx', ['-c', join(directory, 'nginx.conf'), '-p', directory]);
  const url = `http://127.0.0.1:${port}`;
  await answering(`${url}/v1/models`);
  return { name: 'nginx proxy_pass', url, pid: child.pid, headers: {} };
}

async function portkey(target: string): Promise<Side> {
  const port = await freePort();
  const entry = fileURLToPath(import.meta.resolve('@portkey-ai/gateway/build/start-server.js'));
  const child = start(process.execPath, [entry, `--port=${port}`, '--headless'], { NODE_ENV: 'production' });
  const url = `http://127.0.0.1:${port}`;
  const headers = {
    'x-portkey-provider': 'openai',
    'x-portkey-custom-host': `${target}/v1`,
    authorization: 'Bearer sk-bench',
  };
  await answering(url);
  return { name: 'Portkey', url, pid: child.pid, headers };
}

function start(command: string, args: readonly string[], env: Record<string, string> = {}): ChildProcess {
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  });
  children.push(child);
  return child;
}

async function answering(url: string): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    if (
      await fetch(url).then(
        () => true,
        () => false,
      )
    )
      return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`nothing answers at ${url}`);
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

function isWanted(name: string): boolean {
  return WANTED === undefined || WANTED.includes(name);
}

function isInstalled(command: string): boolean {
  try {
    execFileSync(command, ['-v'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function quantile(values: readonly number[], at: number): number {
  return values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * at))] ?? 0;
}
function round(value: number): number {
  return Math.round(value * 100) / 100;
}
