import { moderateGeneration, presets, type ScreenedRequest } from '@shoji/core';
import { fakeEngine } from '@shoji/core/testing';
import { openUnscreened } from '@shoji/core/unseal';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import {
  type SageMakerContractName,
  type SageMakerOptions,
  sagemaker,
} from '../../packages/aws/src/index.ts';
import {
  type Answer,
  container,
  empty,
  failing,
  malformed,
  picture,
  reset,
  SAGEMAKER_ERRORS,
  silence,
} from '../upstreams/aws/index.ts';
import { expectSigned, patient, reaching, rejection, screened, useAws } from './support.ts';

const aws = await useAws();

const operation = 'InvokeEndpoint';

const generator = (
  contract: SageMakerContractName = 'jumpstart-sd2',
  options: Partial<SageMakerOptions> = {},
) => sagemaker({ endpoint: 'sd-v2-1-base', contract, ...reaching(aws), ...options });

async function request(change: Partial<ScreenedRequest> = {}): Promise<ScreenedRequest> {
  return {
    prompt: await screened('a dog in a suit', generator()),
    negativePrompt: 'blurry',
    otherNegativePrompts: [],
    seeds: [7],
    width: 512,
    height: 640,
    steps: 30,
    guidanceScale: 7.5,
    ...change,
  };
}

async function generate(made = generator(), change: Partial<ScreenedRequest> = {}) {
  return made.generate(await request(change), patient());
}

/** Answers each request with the picture that its body asks for, so that the order shows. */
const bySeed =
  (answers: Readonly<Record<number, Answer>>): Answer =>
  (response, body) =>
    answers[JSON.parse(body).seed]?.(response, body);

describe('the call', () => {
  it('jumpstart-sd2 asks for JPEGs with all parameters', async () => {
    await generate();
    expectSigned(aws, operation);
    const [sent] = aws.requests;
    expect(sent?.path).toBe('/endpoints/sd-v2-1-base/invocations');
    expect(sent?.headers).toMatchObject({
      'content-type': 'application/json',
      accept: 'application/json;jpeg',
    });
    expect(JSON.parse(sent?.body ?? '')).toEqual({
      prompt: 'a dog in a suit',
      negative_prompt: 'blurry',
      width: 512,
      height: 640,
      num_inference_steps: 30,
      guidance_scale: 7.5,
      num_images_per_prompt: 1,
      seed: 7,
    });
  });

  it('jumpstart-sd2 leaves an empty negative prompt out', async () => {
    await generate(generator(), { negativePrompt: '' });
    expect(JSON.parse(aws.requests[0]?.body ?? '')).not.toHaveProperty('negative_prompt');
  });

  it('jumpstart-sd2-text sends the bare prompt', async () => {
    await generate(generator('jumpstart-sd2-text'));
    expect(aws.requests[0]?.headers).toMatchObject({ 'content-type': 'application/x-text' });
    expect(aws.requests[0]?.body).toBe('a dog in a suit');
    expect(generator('jumpstart-sd2-text').limits.negativePrompt).toBe(false);
  });

  it('sdxl sends the negative prompt with a negative weight', async () => {
    await generate(generator('sdxl'));
    expect(aws.requests[0]?.headers).toMatchObject({ 'content-type': 'application/json' });
    expect(JSON.parse(aws.requests[0]?.body ?? '')).toEqual({
      text_prompts: [
        { text: 'a dog in a suit', weight: 1 },
        { text: 'blurry', weight: -1 },
      ],
      width: 512,
      height: 640,
      cfg_scale: 7.5,
      steps: 30,
      seed: 7,
    });
  });

  it('sdxl sends no empty text', async () => {
    await generate(generator('sdxl'), { negativePrompt: '' });
    expect(JSON.parse(aws.requests[0]?.body ?? '').text_prompts).toHaveLength(1);
  });

  it('is made once for every seed, and the pictures are in the order of the seeds', async () => {
    const pictures = [await picture([255, 0, 0]), await picture([0, 255, 0]), await picture([0, 0, 255])];
    const answer = (index: number) => container({ generated_images: [pictures[index]?.toString('base64')] });
    let first = () => {};
    // The first picture is the last to be answered.
    const late: Answer = (response, body) => {
      first = () => answer(0)(response, body);
    };
    const last: Answer = (response, body) => {
      answer(2)(response, body);
      first();
    };
    aws.script(operation, bySeed({ 7: late, 8: answer(1), 9: last }));
    const progress: number[] = [];
    const made = await generator().generate(await request({ seeds: [7, 8, 9] }), {
      ...patient(),
      onProgress: (fraction) => progress.push(fraction),
    });
    expect(made.images.map((image) => Buffer.from(openUnscreened(image)))).toEqual(pictures);
    expect(aws.requests.map(({ body }) => JSON.parse(body).seed).sort()).toEqual([7, 8, 9]);
    expect(progress).toEqual([1 / 3, 2 / 3, 1]);
    expect(made.usage).toEqual([{ item: 'sagemaker.second', quantity: expect.any(Number) }]);
  });

  it('has the limits that the operator configured for the model', () => {
    const { limits } = generator('sdxl', { limits: { maxImages: 2 } });
    expect(limits).toMatchObject({ maxImages: 2, negativePrompt: true, promptTokens: 77 });
  });
});

describe('the answer', () => {
  const RED = [255, 0, 0];
  const GREY = [127, 127, 127];
  const pixels = [
    [RED, GREY, RED],
    [GREY, RED, GREY],
  ];
  const jpeg = async () =>
    sharp({ create: { width: 8, height: 8, channels: 3, background: 'green' } })
      .jpeg()
      .toBuffer();

  it.each(['jumpstart-sd2', 'jumpstart-sd2-text', 'sdxl'] as const)(
    'of %s is a base64 picture, in a list or alone',
    async (contract) => {
      const bytes = await jpeg();
      aws.script(
        operation,
        container({ generated_images: [bytes.toString('base64')], prompt: 'a dog in a suit' }),
        container({ generated_image: bytes.toString('base64') }),
      );
      for (let time = 0; time < 2; time++) {
        const { images } = await generate(generator(contract));
        expect(images.map((image) => Buffer.from(openUnscreened(image)))).toEqual([bytes]);
      }
    },
  );

  it.each([
    ['a list of nested arrays', { generated_images: [pixels] }],
    ['one nested array', { generated_image: pixels }],
  ])('from an older container is %s', async (_, answer) => {
    aws.script(operation, container(answer));
    const [image] = (await generate()).images;
    if (image === undefined) return expect.unreachable('no picture');
    const decoded = await sharp(openUnscreened(image)).raw().toBuffer({ resolveWithObject: true });
    expect(decoded.info).toMatchObject({ width: 3, height: 2, channels: 3 });
    expect([...decoded.data]).toEqual(pixels.flat(2));
  });

  it.each([
    ['no picture', {}],
    ['an empty list', { generated_images: [] }],
    ['an empty picture', { generated_image: '' }],
    ['null for a picture', { generated_image: null }],
    ['no rows', { generated_image: [] }],
    ['rows of unequal length', { generated_image: [[RED, RED], [RED]] }],
    ['pixels of two channels', { generated_image: [[[1, 2]]] }],
    ['colours over 255', { generated_image: [[[1, 2, 256]]] }],
    ['colours that are no numbers', { generated_image: [[['1', 2, 3]]] }],
    ['a picture wider than any model makes', { generated_image: [Array(4_097).fill(RED)] }],
    ['something else', ['a list']],
  ])('is a failure with %s', async (_, answer) => {
    aws.script(operation, container(answer));
    expect(await rejection(generate())).toMatchObject({ name: 'GenerationError', code: 'answer_unusable' });
    expect(aws.requests).toHaveLength(1);
  });
});

describe('errors', () => {
  it.each([
    ['InternalFailure', 'generator_failed', undefined, 3],
    ['ModelError500', 'generator_failed', undefined, 1],
    ['ModelError400', 'generator_rejected', undefined, 1],
    ['ModelErrorMemory', 'generator_rejected', undefined, 1],
    ['ModelError429', 'generator_busy', 10, 1],
    ['ModelError503', 'generator_busy', 10, 1],
    ['ModelError0', 'deadline_exceeded', undefined, 1],
    ['NoCapacity', 'generator_busy', 60, 1],
    ['ModelNotReadyException', 'generator_busy', 30, 3],
    ['ServiceUnavailable', 'generator_busy', 10, 3],
    ['ThrottlingException', 'generator_busy', 5, 3],
    ['ValidationError', 'generator_failed', undefined, 1],
    ['ValidationException', 'generator_failed', undefined, 1],
    ['bodyType', 'generator_busy', 5, 3],
    ['html503', 'generator_busy', 10, 3],
  ] as const)('%s is %s, retry after %s, after %i requests', async (error, code, retryAfter, requests) => {
    aws.script(operation, failing(SAGEMAKER_ERRORS[error]));
    const failed = await rejection(generate());
    expect(failed).toMatchObject({ name: 'GenerationError', code, retryAfter });
    expect(failed).not.toMatchObject({ message: expect.stringMatching(/boom|msg|multiple|GiB|Component/) });
    expect(aws.requests).toHaveLength(requests);
  });

  it.each([
    ['a broken connection', reset, 'generator_failed', 3],
    ['an answer that is no JSON', malformed, 'answer_unusable', 1],
    ['an empty answer', empty, 'answer_unusable', 1],
  ] as const)('%s is a failure', async (_, answer, code, requests) => {
    aws.script(operation, answer);
    expect(await rejection(generate())).toMatchObject({ name: 'GenerationError', code });
    expect(aws.requests).toHaveLength(requests);
  });

  it('the call waits for a model that becomes ready in time', async () => {
    const loading = failing(SAGEMAKER_ERRORS.ModelNotReadyException);
    const ready = container({ generated_images: [(await picture([1, 2, 3])).toString('base64')] });
    aws.script(operation, loading, loading, ready);
    expect((await generate()).images).toHaveLength(1);
    expect(aws.requests).toHaveLength(3);
  });

  it('a missing answer is a missed deadline', async () => {
    aws.script(operation, silence);
    const slow = generator('jumpstart-sd2', { resilience: { timeout: 100 } });
    expect(await rejection(generate(slow))).toMatchObject({ code: 'deadline_exceeded' });
    expect(aws.requests).toHaveLength(1);
  });

  it('one failed picture stops the calls for the others', async () => {
    aws.script(operation, bySeed({ 7: silence, 8: silence, 9: failing(SAGEMAKER_ERRORS.ModelError500) }));
    expect(await rejection(generate(generator(), { seeds: [7, 8, 9] }))).toMatchObject({
      code: 'generator_failed',
    });
    const others = aws.requests.filter(({ body }) => JSON.parse(body).seed !== 9);
    await Promise.all(others.map(({ abandoned }) => abandoned));
  });

  it.each([
    ['memory that ran out', failing(SAGEMAKER_ERRORS.ModelErrorMemory)],
    ['time that ran out', failing(SAGEMAKER_ERRORS.ModelError0)],
    ['a refusal', failing(SAGEMAKER_ERRORS.ModelError400)],
    ['a full queue', failing(SAGEMAKER_ERRORS.ModelError429)],
    ['no capacity', failing(SAGEMAKER_ERRORS.NoCapacity)],
  ])('%s does not block other callers, however often it occurs', async (_, answer) => {
    const ready = container({ generated_images: [(await picture([1, 2, 3])).toString('base64')] });
    aws.script(operation, answer, answer, answer, answer, answer, answer, ready);
    const made = generator();
    for (let call = 0; call < 6; call++) await rejection(generate(made));
    expect((await generate(made)).images).toHaveLength(1);
  });

  it('a connection that breaks while the model works is not retried', async () => {
    const late: Answer = (response, body) =>
      new Promise((resolve) => {
        setTimeout(() => resolve(reset(response, body)), 1_050);
      });
    aws.script(operation, late);
    expect(await rejection(generate())).toMatchObject({ code: 'answer_unusable' });
    expect(aws.requests).toHaveLength(1);
  });

  it('a deadline that passes before the request is sent costs nothing', async () => {
    aws.script(operation, silence);
    const narrow = generator('jumpstart-sd2', { resilience: { concurrency: 1 } });
    const first = new AbortController();
    const arrived = aws.next();
    const holding = rejection(narrow.generate(await request(), { signal: first.signal }));
    await arrived;
    const deadlines = { ...presets.standard.deadlines, generate: 50 };
    const engine = fakeEngine({ generator: narrow, policy: { ...presets.standard, deadlines } });
    const flow = moderateGeneration({ prompt: 'a dog' }, engine, { id: 'gen_1', ...patient() });
    expect(
      await rejection(
        (async () => {
          while (!(await flow.next()).done);
        })(),
      ),
    ).toMatchObject({ code: 'generator_busy' });
    first.abort(new DOMException('gone', 'AbortError'));
    await holding;
    expect(aws.requests).toHaveLength(1);
  });

  it('a call after an outage fails at once without a request', async () => {
    aws.script(operation, failing(SAGEMAKER_ERRORS.ModelError500));
    const broken = generator('jumpstart-sd2', { resilience: { breaker: { failures: 2, openFor: 60_000 } } });
    await rejection(generate(broken));
    await rejection(generate(broken));
    expect(await rejection(generate(broken))).toMatchObject({ code: 'generator_busy', retryAfter: 10 });
    expect(aws.requests).toHaveLength(2);
  });
});

describe('abort by the caller', () => {
  it.each([
    ['cancelled', new DOMException('gone', 'AbortError')],
    ['deadline_exceeded', new DOMException('late', 'TimeoutError')],
  ])('is %s, depending on its reason, and closes the connection', async (code, reason) => {
    aws.script(operation, silence);
    const controller = new AbortController();
    const arrived = aws.next();
    const failed = rejection(generator().generate(await request(), { signal: controller.signal }));
    const { abandoned } = await arrived;
    controller.abort(reason);
    expect(await failed).toMatchObject({ name: 'GenerationError', code });
    await abandoned;
    expect(aws.requests).toHaveLength(1);
  });
});
