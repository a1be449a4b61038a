import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';
import { SOURCE_ARGS } from '../../scripts/source-condition.ts';

const KEYS = 1_000_000;
const PAGE = 1_000;
/** Old-space heap in MiB. The entries of so many keys take over 300. */
const HEAP = 48;
const PROGRAM = fileURLToPath(new URL('../dataset/fixtures/list-keys.ts', import.meta.url));

it('a listing of a million keys fits into little memory', { timeout: 600_000 }, async () => {
  const server = createServer((request, response) => {
    const token = new URL(request.url ?? '', 'http://bucket').searchParams.get('continuation-token');
    const start = Number(token ?? 0);
    const end = start + PAGE;
    const contents = Array.from(
      { length: PAGE },
      (_, index) =>
        `<Contents><Key>set/${String(start + index).padStart(9, '0')}.png</Key><ETag>&quot;d41d8cd98f00b204e9800998ecf8427e&quot;</ETag><Size>100</Size></Contents>`,
    ).join('');
    const next =
      end < KEYS
        ? `<IsTruncated>true</IsTruncated><NextContinuationToken>${end}</NextContinuationToken>`
        : '<IsTruncated>false</IsTruncated>';
    response.setHeader('content-type', 'application/xml');
    response.end(`<ListBucketResult><EncodingType>url</EncodingType>${next}${contents}</ListBucketResult>`);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  const root = await mkdtemp(join(tmpdir(), 'shoji-listing-'));
  onTestFinished(async () => {
    server.close();
    await rm(root, { recursive: true, force: true });
  });
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      `--max-old-space-size=${HEAP}`,
      ...SOURCE_ARGS,
      PROGRAM,
      's3://bucket/set/',
      join(root, 'listing.jsonl'),
    ],
    {
      env: {
        PATH: process.env.PATH,
        AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${address.port}`,
        AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
        AWS_SECRET_ACCESS_KEY: 'secret',
        AWS_REGION: 'us-east-1',
      },
    },
  );
  expect(stdout).toBe(`${KEYS}\n`);
});
