/**
 * Measures a cold start: import plus first request of the regional Lambda bundle, beside the three SDK clients
 * alone making the same three signed calls to the same loopback servers, and beside those and sharp writing the picture
 * anew: `npm run ts -- test/bench/cold-start.ts [rounds]`.
 * Each measurement is a fresh process; the sides take turns, so that a busy machine slows all.
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
const sharpToo = path('../../packages/edge-proxy/dist/cold-start-sharp/index.mjs');
const shoji = bundlePath('lambda');
await bundle(path('cold-start-sdk.ts'), sdk);
await bundle(path('cold-start-sharp.ts'), sharpToo);
await bundle(BUNDLES.lambda.entry, shoji);

interface Run {
  readonly import: number;
  readonly total: number;
  /** CPU time of the main thread in milliseconds, on which other load of the machine has less influence. */
  readonly processor: number;
}
interface Side {
  readonly name: string;
  readonly file: string;
  readonly runs: Run[];
}
const sides: Side[] = [
  { name: 'three SDK clients', file: sdk, runs: [] },
  { name: 'those and sharp', file: sharpToo, runs: [] },
  { name: 'Shoji on Lambda', file: shoji, runs: [] },
];

for (let round = 0; round <= rounds; round++) {
  for (const side of round % 2 === 0 ? sides : sides.toReversed()) {
    const { stdout } = await promisify(execFile)(process.execPath, [path('cold-start-probe.ts'), side.file], {
      env,
    });
    // The first round only fills the page cache.
    if (round > 0) side.runs.push(JSON.parse(stdout));
  }
}
await aws.close();

const median = (values: number[]) =>
  values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
const of = ({ runs }: Side, what: keyof Run) => median(runs.map((run) => run[what]));
console.log(
  `median of ${rounds} fresh processes each, in milliseconds; in brackets how many times that Shoji takes`,
);
for (const side of sides) {
  const figures = (['import', 'total', 'processor'] as const).map((what) => {
    const [own, shoji] = [of(side, what), of(sides[2] ?? side, what)];
    return `${what} ${own.toFixed(0).padStart(4)} (${(shoji / own).toFixed(2)})`;
  });
  console.log(`${side.name.padEnd(18)} ${figures.join('  ')}`);
}
