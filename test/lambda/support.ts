import { readFileSync } from 'node:fs';
import { PassThrough } from 'node:stream';

/** A recorded event of the folder `events`, with parts of it replaced. */
export function recorded<Event = never>(name: string): Event {
  return JSON.parse(readFileSync(new URL(`events/${name}.json`, import.meta.url), 'utf8'));
}

/** The context that Lambda passes to a function beside its event. */
export function context(remainingMs = 60_000): { getRemainingTimeInMillis(): number } {
  return { getRemainingTimeInMillis: () => remainingMs };
}

/** The caller's end of a streamed response. */
export class Caller extends PassThrough {
  metadata: { statusCode?: number; headers?: Record<string, string>; cookies?: string[] } = {};

  /** The bytes so far, until the stream ends. */
  async *chunks(): AsyncGenerator<string> {
    for await (const chunk of this) yield String(chunk);
  }

  async text(): Promise<string> {
    let text = '';
    for await (const chunk of this.chunks()) text += chunk;
    return text;
  }
}

/** Sets the global of Lambda's runtime. */
export function stubAwslambda(): void {
  Object.assign(globalThis, {
    awslambda: {
      streamifyResponse: (handler: unknown) => handler,
      HttpResponseStream: {
        from: (stream: Caller, metadata: Caller['metadata']) => Object.assign(stream, { metadata }),
      },
    },
  });
}
