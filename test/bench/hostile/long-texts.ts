import { setTimeout } from 'node:timers/promises';
import { type RealProxy, startRealProxy } from '../../browser/real-proxy.ts';
import { type HostileCase, type HostileRow, peakMegabytes } from './case.ts';

const BYTES = 8_000;
const PARENTHESES = `${'('.repeat(BYTES / 2 - 1)}a${')'.repeat(BYTES / 2 - 1)}`;
const ENGLISH = numbered((index) => `a quiet meadow with ${index} flowers and a small wooden house, `);
/** Nearly one token a character, the most that a text can have. */
const SIGNS = numbered((index) => `${index};!?%&=+`);

/** A text without repetitions. */
function numbered(piece: (index: number) => string): string {
  return Array.from({ length: BYTES / 8 }, (_, index) => piece(index))
    .join('')
    .slice(0, BYTES);
}

/** How often `/healthz` and a short prompt are requested. */
const EVERY_MS = 100;
/** How long a flood lasts. */
const FLOOD_MS = 15_000;

/** Long texts, one at a time and as a flood, while another client requests `/healthz` and the check of a short prompt. */
export const longTexts: HostileCase = {
  name: 'long-texts',
  title: 'Long texts: milliseconds that they, /healthz and a short prompt beside them take',
  measure: async () => {
    const rows: HostileRow[] = [];
    const floods: [string, (origin: string) => Promise<string>][] = [
      ['nothing', async () => setTimeout(2_000, '')],
      ['one text of parentheses', (origin) => judge(origin, [PARENTHESES])],
      ['one text of English', (origin) => judge(origin, [ENGLISH])],
      ['16 texts of parentheses in one call', (origin) => judge(origin, Array(16).fill(PARENTHESES))],
      ['16 texts of English in one call', (origin) => judge(origin, Array(16).fill(ENGLISH))],
      ['16 texts of signs in one call', (origin) => judge(origin, Array(16).fill(SIGNS))],
      ['8 connections, each 16 texts of parentheses', (origin) => flood(origin, 8, PARENTHESES)],
      ['8 connections, each 16 texts of English', (origin) => flood(origin, 8, ENGLISH)],
      ['64 connections, each 16 texts of English', (origin) => flood(origin, 64, ENGLISH)],
    ];
    for (const [traffic, run] of floods) rows.push(await beside(traffic, run));
    return rows;
  },
};

async function beside(traffic: string, run: (origin: string) => Promise<string>): Promise<HostileRow> {
  const proxy = await startRealProxy(['--policy', 'standard']);
  await judge(proxy.origin, ['a dog in a suit']);
  const over = new AbortController();
  const health = repeated(over.signal, () => fetch(`${proxy.origin}/healthz`));
  const short = repeated(over.signal, () => post(proxy.origin, ['a dog in a suit']));
  const start = performance.now();
  const statuses = await run(proxy.origin);
  const ms = performance.now() - start;
  over.abort();
  const [healthz, prompts] = await Promise.all([health, short]);
  const peak = peakMegabytes(proxy.pid);
  await end(proxy);
  return {
    traffic,
    answers: statuses,
    ms: Math.round(ms),
    'healthz median': healthz.median,
    'healthz worst': healthz.worst,
    'short median': prompts.median,
    'short worst': prompts.worst,
    'short failed': prompts.failed,
    'peak MB': peak,
  };
}

/** A server that is still busy with its requests does not end in time either. */
async function end(proxy: RealProxy): Promise<void> {
  await Promise.race([proxy.stop(), setTimeout(20_000, undefined, { ref: false })]);
}

/** One moderation call; its status, and how many of its texts could not be checked. */
async function judge(origin: string, texts: readonly string[]): Promise<string> {
  const { status, unchecked } = await read(await post(origin, texts));
  return unchecked > 0 ? `${status}, ${unchecked} unchecked` : String(status);
}

/** Calls over many connections; each sends the next call as soon as it is answered. */
async function flood(origin: string, connections: number, text: string): Promise<string> {
  const until = performance.now() + FLOOD_MS;
  const answers = { calls: 0, texts: 0, unchecked: 0 };
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (performance.now() < until) {
        const { texts, unchecked } = await read(await post(origin, Array(16).fill(text)));
        answers.calls += 1;
        answers.texts += texts;
        answers.unchecked += unchecked;
      }
    }),
  );
  return `${answers.calls} calls, ${answers.unchecked} of ${answers.texts} texts unchecked`;
}

function post(origin: string, texts: readonly string[]): Promise<Response> {
  const input = texts.map((text) => ({ type: 'text', text }));
  const headers = { 'Content-Type': 'application/json' };
  return fetch(`${origin}/v1/moderations`, { method: 'POST', headers, body: JSON.stringify({ input }) });
}

async function read(response: Response): Promise<{ status: number; texts: number; unchecked: number }> {
  const text = await response.text();
  const texts = text.match(/"unchecked":/g)?.length ?? 0;
  return { status: response.status, texts, unchecked: text.match(/"unchecked":true/g)?.length ?? 0 };
}

/** Repeats a call, one after the other. */
async function repeated(over: AbortSignal, ask: () => Promise<Response>) {
  const times: number[] = [];
  let failed = 0;
  while (!over.aborted) {
    const start = performance.now();
    const { status, unchecked } = await read(await ask());
    times.push(performance.now() - start);
    if (status !== 200 || unchecked > 0) failed += 1;
    await setTimeout(EVERY_MS);
  }
  times.sort((a, b) => a - b);
  return {
    median: Math.round(times[Math.floor(times.length / 2)] ?? 0),
    worst: Math.round(times.at(-1) ?? 0),
    failed: `${failed} of ${times.length}`,
  };
}
