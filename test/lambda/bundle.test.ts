import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { CloudFrontRequestEvent } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { BUNDLES, type BundleName, bundle } from '../../scripts/bundle.ts';
import { type AwsServer, startAws } from '../upstreams/aws/index.ts';
import { Caller, context, recorded, stubAwslambda } from './support.ts';

const KEY = 'key-of-the-operator';
let folder = '';
let aws: AwsServer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shoji-'));
  aws = await startAws();
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await Promise.all([rm(folder, { recursive: true }), aws.close()]);
});

async function bundled(
  name: BundleName,
  outfile: string,
): Promise<{ text: string; gzip: number; budget: number }> {
  const bytes = await bundle(BUNDLES[name].entry, outfile);
  return {
    text: Buffer.from(bytes).toString(),
    gzip: gzipSync(bytes, { level: 9 }).length,
    budget: BUNDLES[name].budget,
  };
}

describe('the edge bundle', () => {
  it('is within its budget, needs no other file, and judges', async () => {
    vi.stubEnv('SHOJI_EDGE_SECRET', 'a secret of the edge and its origin');
    const file = join(folder, 'edge.mjs');
    const { text, gzip, budget } = await bundled('lambda-edge', file);
    vi.unstubAllEnvs();
    expect(gzip).toBeLessThanOrEqual(budget);
    expect(text).not.toMatch(/ZodError|RekognitionClient|from\s*"sharp"/);
    expect(text).not.toContain('process.env');
    const { handler } = await import(file);
    const answer = await handler(recorded<CloudFrontRequestEvent>('cloudfront-origin-request'));
    expect(answer.headers['x-shoji-edge-verdict'][0].value).toMatch(/^v1;allow;/);
  });
});

describe('the regional bundle', () => {
  it('is within its budget, and answers a function URL’s prompt with a picture', async () => {
    // Beside the package's node_modules, as on Lambda beside its layer: sharp is not in it.
    const file = fileURLToPath(
      new URL('../../packages/edge-proxy/dist/lambda-test/index.mjs', import.meta.url),
    );
    const { gzip, budget } = await bundled('lambda', file);
    expect(gzip).toBeLessThanOrEqual(budget);

    for (const [name, value] of Object.entries({
      AWS_ENDPOINT_URL: aws.url,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'secret-of-the-example',
      SHOJI_KEYS: KEY,
      SHOJI_SAGEMAKER_ENDPOINT: 'stable-diffusion',
      SHOJI_COMPREHEND_ENDPOINT_ARN:
        'arn:aws:comprehend:us-east-1:111122223333:document-classifier-endpoint/e',
    })) {
      vi.stubEnv(name, value);
    }
    stubAwslambda();
    const { handler } = await import(file);
    const event = recorded<{ headers: Record<string, string> }>('function-url');
    event.headers.authorization = `Bearer ${KEY}`;
    const caller = new Caller();
    const done = handler(event, caller, context());
    const answer = JSON.parse(await caller.text());
    await done;
    expect(answer).toMatchObject({
      decision: 'clear',
      images: [{ decision: 'clear', b64: expect.any(String) }],
    });
    expect(aws.requests.map(({ operation }) => operation)).toEqual([
      'ClassifyDocument',
      'InvokeEndpoint',
      'DetectModerationLabels',
    ]);
  });
});
