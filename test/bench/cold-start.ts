/**
 * What a cold start costs: import plus first request of the regional Lambda bundle, beside the three SDK clients
 * alone making the same three signed calls to the same loopback servers: `node test/bench/cold-start.ts [rounds]`.
 * Each measurement is a fresh process; the two sides take turns, so that a busy machine slows both.
 */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { BUNDLES, bundle, bundlePath } from '../../scripts/bundle.ts';
import { container, startAws } from '../upstreams/aws/index.ts';
import { noisePicture } from './pictures.ts';

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const rounds = Number(process.argv[2] ?? 15);

const aws = await startAws();
const picture = await sharp(await noisePicture(512))
  .jpeg({ quality: 90 })
  .toBuffer();
aws.script('InvokeEndpoint', container({ generated_images: [picture.toString('base64')] }));
const env = {
  ...process.env,
  AWS_ENDPOINT_URL: aws.url,
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'secret-of-the-example',
  SHOJI_KEYS: 'key-of-the-cold-start',
  SHOJI_SAGEMAKER_ENDPOINT: 'stable-diffusion',
  SHOJI_COMPREHEND_ENDPOINT_ARN: 'arn:aws:comprehend:us-east-1:111122223333:document-classifier-endpoint/e',
  LOG_LEVEL: 'warn',
};

const sdk = path('../../packages/edge-proxy/dist/cold-start-sdk/index.mjs');
const shoji = bundlePath('lambda');
await bundle(path('cold-start-sdk.ts'), sdk);
await bundle(BUNDLES.lambda.entry, shoji);

interface Side {
  readonly file: string;
  readonly runs: { import: number; total: number }[];
}
const sides: Record<'sdk' | 'shoji', Side> = {
  sdk: { file: sdk, runs: [] },
  shoji: { file: shoji, runs: [] },
};

for (let round = 0; round <= rounds; round++) {
  const order: Side[] = round % 2 === 0 ? [sides.sdk, sides.shoji] : [sides.shoji, sides.sdk];
  for (const side of order) {
    const { stdout } = await promisify(execFile)(process.execPath, [path('cold-start-probe.ts'), side.file], {
      env,
    });
    // The first round only brings the files into the page cache.
    if (round > 0) side.runs.push(JSON.parse(stdout));
  }
}
await aws.close();

const median = (values: number[]) =>
  values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
const of = ({ runs }: Side) => ({
  import: median(runs.map((run) => run.import)),
  total: median(runs.map((run) => run.total)),
});
const [alone, ours] = [of(sides.sdk), of(sides.shoji)];
console.log(`median of ${rounds} fresh processes each, in milliseconds`);
console.log(
  `three SDK clients  import ${alone.import.toFixed(0)}  import and first request ${alone.total.toFixed(0)}`,
);
console.log(
  `Shoji on Lambda    import ${ours.import.toFixed(0)}  import and first request ${ours.total.toFixed(0)}`,
);
console.log(`ratio              ${(ours.total / alone.total).toFixed(2)}`);
