import { readdirSync } from 'node:fs';
import { connect as connectHttp2 } from 'node:http2';
import { connect, type Socket } from 'node:net';
import { setTimeout as after } from 'node:timers/promises';
import { startRealProxy } from '../../browser/real-proxy.ts';
import { type HostileCase, type HostileRow, peakMegabytes } from './case.ts';

const MANY = 1_000;
const PREFACE = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0';
const KILOBYTE = ' '.repeat(1_000);
const POST = 'POST /v1/moderations HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n';
const BODY = `${POST}Content-Length: 20000000\r\n\r\n`;

/** Clients that open connections and send nothing, or very little. */
export const slowClients: HostileCase = {
  name: 'slow-clients',
  title: `${MANY} connections that clients keep open; behind each row is a server with a Bedrock upstream, and so HTTP/2`,
  measure: () =>
    Promise.all([
      keptOpen('silent', ''),
      keptOpen('HTTP/2, no request', PREFACE),
      keptOpen('half of the headers', POST),
      keptOpen('a body that stops after 1 kB', BODY + KILOBYTE),
      keptOpen('a body of 1 kB a second', BODY, KILOBYTE),
      keptAtTheEnd(),
    ]),
};

/** Starts a server and counts its open files. */
async function start() {
  const proxy = await startRealProxy(['--policy', 'standard', '--upstream', 'bedrock=http://127.0.0.1:9']);
  return { proxy, port: Number(new URL(proxy.origin).port), before: files(proxy.pid) };
}

async function keptOpen(clients: string, greeting: string, drip = ''): Promise<HostileRow> {
  const { proxy, port, before } = await start();
  const sockets = await Promise.all(Array.from({ length: MANY }, () => open(port, greeting)));
  const dripping = setInterval(() => {
    if (drip !== '') for (const socket of sockets) socket.write(drip);
  }, 1_000);
  const row: Record<string, string | number> = { clients };
  let seconds = 0;
  for (const next of [5, 30, 75]) {
    await after((next - seconds) * 1_000);
    seconds = next;
    row[`open at ${next} s`] = Math.max(0, files(proxy.pid) - before);
  }
  const asked = performance.now();
  await (await fetch(`${proxy.origin}/healthz`)).text();
  row['healthz ms'] = Math.round(performance.now() - asked);
  row['peak MB'] = peakMegabytes(proxy.pid);
  clearInterval(dripping);
  for (const socket of sockets) socket.destroy();
  await proxy.stop();
  return row;
}

async function keptAtTheEnd(): Promise<HostileRow> {
  const { proxy, port } = await start();
  const sockets = await Promise.all(Array.from({ length: MANY }, () => open(port, '')));
  const session = connectHttp2(proxy.origin).on('error', () => {});
  const headers = { ':path': '/v1/moderations', ':method': 'POST', 'content-type': 'application/json' };
  session
    .request(headers)
    .on('error', () => {})
    .write('{');
  await after(1_000);
  const told = performance.now();
  await proxy.stop();
  const seconds = Math.round((performance.now() - told) / 1_000);
  session.destroy();
  for (const socket of sockets) socket.destroy();
  return { clients: `silent, and one HTTP/2 body that stops: ends ${seconds} s after SIGTERM` };
}

function open(port: number, greeting: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(greeting, 'latin1');
      socket
        .off('error', reject)
        .on('error', () => {})
        .resume();
      resolve(socket);
    });
    socket.once('error', reject);
  });
}

/** Open files of a process, sockets included. */
function files(pid: number): number {
  return readdirSync(`/proc/${pid}/fd`).length;
}
