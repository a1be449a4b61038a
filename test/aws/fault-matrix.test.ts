import {
  type Engine,
  type GenerationEvent,
  type GenerationResult,
  moderateGeneration,
  NormalisedImage,
  presets,
  UnscreenedImage,
} from '@shoji/core';
import { wordsInPictures } from '@shoji/core/text';
import { describe, expect, it } from 'vitest';
import {
  AWS_PRICES,
  comprehendCustom,
  comprehendToxicity,
  rekognition,
  rekognitionText,
  sagemaker,
} from '../../packages/aws/src/index.ts';
import { createApp } from '../../packages/edge-proxy/src/app.ts';
import { sharpCodec } from '../../packages/pixels/src/index.ts';
import {
  type Answer,
  COMPREHEND_ERRORS,
  container,
  empty,
  failing,
  json,
  malformed,
  type Operation,
  picture,
  REKOGNITION_ERRORS,
  reset,
  SAGEMAKER_ERRORS,
  silence,
  truncated,
} from '../upstreams/aws/index.ts';
import { patient, reaching, useAws } from './support.ts';

const aws = await useAws();

/** Every way in which a dependency can fail, the same for each; only the names of errors differ. */
const faults = (badRequest: Answer, broken: Answer): [string, Answer][] => [
  ['no answer in time', silence],
  ['a 4xx', badRequest],
  ['a 5xx', broken],
  ['a 5xx page of a proxy', failing(REKOGNITION_ERRORS.html503)],
  ['malformed JSON', malformed],
  ['an empty body', empty],
  ['an empty object', json({})],
  ['a list', json([])],
  ['null', json(null)],
  ['a broken connection', reset],
  ['an answer that breaks off', truncated],
];

const comprehend = faults(
  failing(COMPREHEND_ERRORS.InvalidRequestException),
  failing(COMPREHEND_ERRORS.InternalServerException),
);
const promptChecks: [string, Operation, [string, Answer][]][] = [
  [
    'comprehend-custom',
    'ClassifyDocument',
    [...comprehend, ['an unknown class', json({ Classes: [{ Name: 'SOMETHING', Score: 0.01 }] })]],
  ],
  [
    'comprehend-toxicity',
    'DetectToxicContent',
    [
      ...comprehend,
      [
        'an unknown label',
        json({ ResultList: [{ Labels: [{ Name: 'SOMETHING', Score: 0.01 }], Toxicity: 0 }] }),
      ],
    ],
  ],
];
const pictureFaults: [string, Answer][] = [
  ...faults(
    failing(REKOGNITION_ERRORS.AccessDeniedException),
    failing(REKOGNITION_ERRORS.InternalServerError),
  ),
  ['throttling', failing(REKOGNITION_ERRORS.ThrottlingException)],
];
const imageFaults: [string, Answer][] = [
  ...pictureFaults,
  ['an unknown label', json({ ModerationLabels: [{ Name: 'A New Label', ParentName: '', Confidence: 31 }] })],
];
const textFaults: [string, Answer][] = [
  ...pictureFaults,
  ['an unknown type', json({ TextDetections: [{ Type: 'PAGE', DetectedText: 'a', Confidence: 99 }] })],
];
const imageChecks: [string, Operation, [string, Answer][]][] = [
  ['rekognition', 'DetectModerationLabels', imageFaults],
  ['words-in-pictures', 'DetectText', textFaults],
];
const generatorFaults: [string, Answer][] = [
  ...faults(failing(SAGEMAKER_ERRORS.ModelError400), failing(SAGEMAKER_ERRORS.ModelError500)),
  [
    'bytes that are not a picture',
    container({ generated_images: [Buffer.from('no picture').toString('base64')] }),
  ],
];

/**
 * The whole AWS path, as an operator configures it.
 * @param faulty The operation that will fail: only its time-out is short, so that no other fails on a busy machine.
 * @param endpoint The name of the generator's endpoint, which is in the path of its requests.
 */
function engine(
  faulty?: Operation,
  { endpoint = 'sd', ...policy }: Partial<Engine['policy']> & { readonly endpoint?: string } = {},
): Engine {
  const options = (operation: Operation) => reaching(aws, operation === faulty ? { timeout: 200 } : {});
  return {
    policy: { ...presets.standard, ...policy },
    rules: [],
    classifiers: [
      comprehendCustom({
        ...options('ClassifyDocument'),
        endpointArn: 'arn:aws:comprehend:us-west-2:111122223333:document-classifier-endpoint/prompts',
      }),
      comprehendToxicity(options('DetectToxicContent')),
    ],
    generator: sagemaker({ ...options('InvokeEndpoint'), endpoint, contract: 'jumpstart-sd2' }),
    moderators: [
      rekognition(options('DetectModerationLabels')),
      wordsInPictures({ reader: rekognitionText(options('DetectText')) }),
    ],
    codec: sharpCodec(),
    prices: AWS_PRICES,
  };
}

const REQUEST = { prompt: 'a dog in a suit', n: 2, width: 256, height: 256, seed: 7 };

/** One generation over HTTP. */
async function post(made: Engine, accept = 'application/json') {
  const app = createApp(made, { access: { keys: [], origins: [], maxBodyBytes: 100_000 } });
  const response = await app.request('/v1/generations', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Accept: accept },
    body: JSON.stringify(REQUEST),
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/** One generation without HTTP: all its events, and its result or error. */
async function flow(
  made: Engine,
): Promise<{ events: GenerationEvent[]; end: GenerationResult | { error: unknown } }> {
  const events: GenerationEvent[] = [];
  const steps = moderateGeneration(REQUEST, made, { id: 'gen_test', ...patient() });
  try {
    for (;;) {
      const { done, value } = await steps.next();
      if (done) return { events, end: value };
      events.push(value);
    }
  } catch (error) {
    return { events, end: { error } };
  }
}

/** Whether a text has the start of a PNG, JPEG or WebP file in it, as base64, hexadecimal or numbers. */
function hasPicture(text: string): boolean {
  return /iVBORw0KGgo|\/9j\/|UklGR|89504e47|ffd8ff|137,80,78,71|255,216,255/i.test(text);
}

/** Whether a value has bytes or a sealed picture anywhere in it. */
function holdsBytes(value: unknown, seen = new Set<unknown>()): boolean {
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return true;
  if (value instanceof UnscreenedImage || value instanceof NormalisedImage) return true;
  if (typeof value !== 'object' || value === null || seen.has(value)) return false;
  seen.add(value);
  return Object.values(value).some((each) => holdsBytes(each, seen));
}

describe('when every service answers', () => {
  it('the answer holds pictures, and the search that the tests below use finds them', async () => {
    const { status, text } = await post(engine());
    expect(status).toBe(200);
    expect(JSON.parse(text)).toMatchObject({
      decision: 'clear',
      images: [{ decision: 'clear' }, { decision: 'clear' }],
    });
    expect(hasPicture(text)).toBe(true);
    expect(hasPicture((await post(engine(), 'text/event-stream')).text)).toBe(true);
    expect(holdsBytes(await flow(engine()))).toBe(true);
    expect(hasPicture(JSON.stringify([...(await picture([1, 2, 3]))]))).toBe(true);
  });

  it('the answer has the cost of each check', async () => {
    const { cost_usd } = JSON.parse((await post(engine())).text);
    expect(
      cost_usd.items.map(({ item, quantity }: { item: string; quantity: number }) => [item, quantity]),
    ).toEqual(
      expect.arrayContaining([
        ['comprehend.unit', 3],
        ['comprehend-toxicity.unit', 3],
        ['rekognition.image', 2],
        ['rekognition.text', 2],
        ['sagemaker.second', expect.any(Number)],
      ]),
    );
  });
});

describe.each(promptChecks)('%s', (check, operation, rows) => {
  describe.each(rows)('with %s', (_, fault) => {
    it('answers that the prompt could not be checked, and spends nothing', async () => {
      aws.script(operation, fault);
      // A cancelled generation of the test before may still arrive at its endpoint.
      const endpoint = 'never-asked';
      const { status, headers, text } = await post(engine(operation, { endpoint }));
      expect(status).toBe(503);
      expect(headers.get('Retry-After')).toMatch(/^\d+$/);
      expect(JSON.parse(text)).toMatchObject({
        code: 'check_failed',
        title: 'The prompt could not be checked',
        warnings: [{ code: 'check_failed', check, message: expect.stringContaining('could not be checked') }],
      });
      expect(hasPicture(text)).toBe(false);
      expect(aws.of('InvokeEndpoint').filter(({ path }) => path.includes(endpoint))).toEqual([]);
    });

    it('answers the same in a stream, without a picture', async () => {
      aws.script(operation, fault);
      const { text } = await post(engine(operation), 'text/event-stream');
      expect(text).toContain('event: error');
      expect(text).toContain('could not be checked');
      expect(text).not.toContain('image.screened');
      expect(hasPicture(text)).toBe(false);
    });

    it('lets no picture out when it runs beside generation', async () => {
      aws.script(operation, fault);
      const { events, end } = await flow(engine(operation, { classify: 'beside' }));
      expect(end).toMatchObject({ status: 'unchecked' });
      expect(events.filter(({ type }) => type === 'image.screened')).toEqual([]);
      expect(holdsBytes([events, end])).toBe(false);
    });
  });
});

describe.each(imageChecks)('%s', (check, operation, rows) => {
  describe.each(rows)('with %s', (_, fault) => {
    it('withholds paid pictures and reports that they could not be checked', async () => {
      aws.script(operation, fault);
      const { status, text } = await post(engine(operation));
      expect(status).toBe(200);
      const withheld = { decision: 'withhold', media_type: null, b64: null, original: null };
      const answer = JSON.parse(text);
      expect(answer).toMatchObject({ decision: 'withhold', images: [withheld, withheld] });
      for (const image of [0, 1]) {
        expect(answer.warnings).toContainEqual({
          code: 'check_failed',
          check,
          image,
          message: expect.stringContaining('could not be checked'),
        });
      }
      expect(hasPicture(text)).toBe(false);
    });

    it('reports the same in a stream and in the flow’s events', async () => {
      aws.script(operation, fault);
      const { text } = await post(engine(operation), 'text/event-stream');
      expect(text).toContain('event: generation.completed');
      expect(text).toContain('could not be checked');
      expect(hasPicture(text)).toBe(false);

      const { events, end } = await flow(engine(operation));
      expect(end).toMatchObject({ status: 'completed', decision: 'withhold' });
      expect(holdsBytes([events, end])).toBe(false);
    });
  });
});

describe('rekognition', () => {
  it('withholds one picture of two when only its check fails', async () => {
    const good = json({ ModerationLabels: [], ModerationModelVersion: '7.0' });
    aws.script('DetectModerationLabels', failing(REKOGNITION_ERRORS.AccessDeniedException), good);
    const { images } = JSON.parse((await post(engine('DetectModerationLabels'))).text);
    expect(images.map(({ decision }: { decision: string }) => decision).sort()).toEqual([
      'clear',
      'withhold',
    ]);
  });
});

describe('sagemaker', () => {
  describe.each(generatorFaults)('with %s', (_, fault) => {
    it('answers without a picture and without the decision clear', async () => {
      aws.script('InvokeEndpoint', fault);
      for (const accept of ['application/json', 'text/event-stream']) {
        const { text } = await post(engine('InvokeEndpoint'), accept);
        expect(hasPicture(text)).toBe(false);
        expect(text).not.toContain('"decision":"clear"');
      }
      const { events, end } = await flow(engine('InvokeEndpoint'));
      expect(holdsBytes([events, end])).toBe(false);
    });
  });
});
