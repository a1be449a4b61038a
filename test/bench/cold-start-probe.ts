/** Started by cold-start.ts in a fresh process: imports the given bundle, calls it once, and prints how long that took. */
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';

const [bundle = ''] = process.argv.slice(2);
const body = JSON.stringify({ prompt: 'a dog in a suit', seed: 7 });
const event = {
  version: '2.0',
  rawPath: '/v1/generations',
  rawQueryString: '',
  headers: { 'content-type': 'application/json', authorization: `Bearer ${process.env.SHOJI_KEYS}` },
  requestContext: {
    domainName: 'example.lambda-url.us-east-1.on.aws',
    http: { method: 'POST', path: '/v1/generations' },
  },
  body,
  isBase64Encoded: false,
};
Object.assign(globalThis, {
  awslambda: {
    streamifyResponse: (handler: unknown) => handler,
    HttpResponseStream: { from: (stream: unknown) => stream },
  },
});

const start = now();
const { handler } = await import(bundle);
const imported = now();
const stream = new PassThrough();
const [answer] = await Promise.all([
  text(stream),
  handler(event, stream, { getRemainingTimeInMillis: () => 60_000 }),
]);
const done = now();
const { images } = JSON.parse(answer);
if (typeof images?.[0]?.b64 !== 'string') throw new Error(`no picture came back: ${answer.slice(0, 300)}`);
console.log(
  JSON.stringify({
    import: imported.wall - start.wall,
    total: done.wall - start.wall,
    processor: done.processor - start.processor,
  }),
);
// Open connections would keep the process.
process.exit(0);

/** Milliseconds of wall time, and of CPU time of this thread. */
function now() {
  const { user, system } = process.threadCpuUsage();
  return { wall: performance.now(), processor: (user + system) / 1e3 };
}
