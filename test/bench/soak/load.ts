import { connect } from 'node:net';
import { setTimeout as after } from 'node:timers/promises';

/** The results of one interval: how many calls of each kind were answered, and the errors. */
export class Tally {
  answered: Record<string, number> = {};
  busy = 0;
  errors: Record<string, number> = {};

  count(kind: string): void {
    this.answered[kind] = (this.answered[kind] ?? 0) + 1;
  }

  fail(what: string): void {
    this.errors[what] = (this.errors[what] ?? 0) + 1;
  }
}

/** Callers of every kind, each sending its next call once the last is answered, until the signal aborts. */
export async function putUnderLoad(origin: string, tally: () => Tally, signal: AbortSignal): Promise<void> {
  let number = 0;
  const prompt = () => `a dog in a suit, number ${number++}`;
  const call = async (kind: string, path: string, body: object, gone?: AbortSignal) => {
    try {
      const response = await fetch(origin + path, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
        signal: gone ?? null,
      });
      const text = await response.text();
      if (response.status === 503) {
        tally().busy++;
        await after(200);
      } else if (response.status !== 200) tally().fail(`${kind}: ${response.status}`);
      else if (/event: error/.test(text)) tally().fail(`${kind}: an event of an error`);
      else tally().count(kind);
    } catch (error) {
      if (gone?.aborted) return tally().count('given up');
      tally().fail(`${kind}: ${error instanceof Error ? String(error.cause ?? error.message) : 'failed'}`);
      await after(200);
    }
  };
  const generate = () => call('API', '/v1/generations', { prompt: prompt(), n: 1 });
  const moderate = () => call('judged', '/v1/moderations', { input: [{ type: 'text', text: prompt() }] });
  const draw = () => call('A1111', '/sdapi/v1/txt2img', { prompt: prompt(), width: 512, height: 512 });
  const stream = () => call('stream', '/v1/images/generations', { prompt: prompt(), stream: true });
  const giveUp = () => {
    const gone = AbortSignal.timeout(Math.round(20 + Math.random() * 400));
    const body = { prompt: prompt(), stream: true };
    return Math.random() < 0.5
      ? call('given up', '/v1/images/generations', body, gone)
      : call('given up', '/sdapi/v1/txt2img', body, gone);
  };
  /** A connection that sends `text` and then nothing, until the server closes it. */
  const silent = (text: string) => () =>
    new Promise<void>((resolve) => {
      const socket = connect(Number(new URL(origin).port), '127.0.0.1', () => socket.write(text));
      const give = () => socket.destroy();
      signal.addEventListener('abort', give, { once: true });
      socket.on('error', () => {}).resume();
      socket.once('close', () => {
        signal.removeEventListener('abort', give);
        tally().count('cut off');
        resolve();
      });
    });
  const half = 'POST /v1/generations HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n';
  const callers = [
    ...Array(2).fill(generate),
    ...Array(2).fill(moderate),
    ...Array(4).fill(draw),
    ...Array(4).fill(stream),
    ...Array(4).fill(giveUp),
    ...Array(50).fill(silent('')),
    ...Array(20).fill(silent(half)),
    ...Array(20).fill(silent(`${half}Content-Length: 1000000\r\n\r\n{"prompt":"`)),
  ];
  await Promise.all(
    callers.map(async (once: () => Promise<void>) => {
      while (!signal.aborted) await once();
    }),
  );
}
