import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AwsOptions, bedrockGuardrail } from '@shoji/aws';
import { type Engine, presets } from '@shoji/core';
import { fakeClassifier, fakeModerator, finding } from '@shoji/core/testing';
import { type OnnxImageModeratorOptions, onnxImageModerator } from '@shoji/embedded';
import {
  azureContentSafety,
  escalate,
  guardModel,
  type Judge,
  type JudgeOptions,
  openaiModeration,
} from '@shoji/judges';
import { sharpCodec } from '@shoji/pixels';
import { sampleGenerator } from '@shoji/sample-generator';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { createApp } from '../../packages/edge-proxy/src/app.ts';
import { colourClassifier } from '../../packages/embedded/src/model-file/tiny-models.test-helper.ts';
import { guardrailAnswer } from '../upstreams/aws/index.ts';
import {
  type Answer,
  answering,
  azureAnalysis,
  empty,
  type JudgeServer,
  malformed,
  openaiModerationAnswer,
  policyVerdict,
  raw,
  refusing,
  reset,
  saying,
  silence,
  startJudge,
  truncated,
} from '../upstreams/judges/index.ts';

/** A judge, the answer with which it passes everything, and the service behind it. */
interface Row {
  readonly passing: Answer;
  judge(
    url: string,
    resilience: NonNullable<JudgeOptions['resilience']>,
  ): Pick<Judge, 'prompt'> & Partial<Judge>;
  /** Answers that only this service could give. */
  readonly own?: readonly [string, Answer][];
}

const guard =
  (model: string, more: object = {}) =>
  (url: string, resilience: JudgeOptions['resilience']) =>
    guardModel({ url, model, ...(resilience && { resilience }), ...more });
/** A judge that reads prompts only. */
const promptsOnly = ({ prompt }: Judge) => ({ prompt });

const judges: Record<string, Row> = {
  openaiModeration: {
    passing: (response, body) => {
      const [{ type }] = JSON.parse(body).input;
      return answering(openaiModerationAnswer(type === 'text' ? 'text' : 'image'))(response, body);
    },
    judge: (url, resilience) => openaiModeration({ apiKey: 'sk-test', url, resilience }),
    own: [
      ['an unknown category', answering(openaiModerationAnswer('text', { scores: { new: 0.01 } }))],
      [
        'a flag without a category',
        answering({ ...openaiModerationAnswer('text'), results: [{ flagged: true }] }),
      ],
    ],
  },
  azureContentSafety: {
    passing: answering(azureAnalysis()),
    judge: (url, resilience) => azureContentSafety({ endpoint: url, key: 'key', resilience }),
    own: [
      ['an unknown category', answering(azureAnalysis({ Gambling: 0 }))],
      ['a missing category', answering(azureAnalysis({ Sexual: undefined }))],
    ],
  },
  bedrockGuardrail: {
    passing: (response, body) => {
      const [content] = JSON.parse(body).content;
      return guardrailAnswer('text' in content ? 'text' : 'image')(response, body);
    },
    judge: (url, resilience) => {
      const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' };
      const options: AwsOptions = { region: 'eu-west-1', endpointUrl: url, credentials, resilience };
      return bedrockGuardrail({ ...options, id: 'gr-1', version: '1' });
    },
    own: [
      ['an intervention without a reason', guardrailAnswer('text', {}, { action: 'GUARDRAIL_INTERVENED' })],
      ['no coverage', guardrailAnswer('text', {}, { guardrailCoverage: {}, usage: {} })],
    ],
  },
  'guardModel with a policy': {
    passing: policyVerdict([]),
    judge: guard('looker', { policy: ['violence', 'drugs'] }),
    own: [
      ['a verdict in words', saying('It is safe.')],
      ['the verdict of another request', policyVerdict([], { id: 'another' })],
      ['a verdict that is cut off', saying('{"id": "', { finish: 'length' })],
      ['a refusal', saying(null, { message: { refusal: 'I cannot.' } })],
    ],
  },
  'guardModel of Llama Guard': {
    passing: saying('safe'),
    judge: (...options) => promptsOnly(guard('llama-guard3')(...options)),
    own: [
      ['a verdict with more words', saying('safe, I think')],
      ['an unknown hazard', saying('unsafe\nS99')],
    ],
  },
  'guardModel of ShieldGemma': {
    passing: saying('No', { finish: 'length' }),
    judge: (...options) => promptsOnly(guard('shieldgemma')(...options)),
    own: [['a verdict with more words', saying('No, but')]],
  },
  'guardModel of Granite Guardian': {
    passing: saying('<score> no </score>'),
    judge: (...options) => promptsOnly(guard('granite-guardian-3.3')(...options)),
    own: [['two verdicts', saying('<score>no</score><score>yes</score>')]],
  },
  'escalate to openaiModeration': {
    passing: (response, body) => {
      const [{ type }] = JSON.parse(body).input;
      return answering(openaiModerationAnswer(type === 'text' ? 'text' : 'image'))(response, body);
    },
    judge: (url, resilience) => {
      const dear = openaiModeration({ apiKey: 'sk-test', url, resilience });
      const unsure = { findings: [finding('violence', 0.4)] };
      return {
        prompt: escalate(fakeClassifier(unsure), dear.prompt),
        image: escalate(fakeModerator(unsure), dear.image),
      };
    },
  },
};

/** Every way in which a service can fail. */
const FAULTS: readonly (readonly [string, Answer])[] = [
  ['no answer in time', silence],
  ['a 4xx', refusing(400, { error: { message: 'bad request' } })],
  ['a refused key', refusing(401, {})],
  ['throttling', refusing(429, {})],
  ['a 5xx', refusing(500, {})],
  ['a page of a proxy', raw(503, { 'content-type': 'text/html' }, '<html>down</html>')],
  ['a page with status 200', raw(200, { 'content-type': 'text/html' }, '<html>Sign in</html>')],
  ['a redirect', raw(302, { location: '/elsewhere' }, '')],
  ['success without content', raw(204, {}, '')],
  ['malformed JSON', malformed],
  ['an empty body', empty],
  ['an empty object', answering({})],
  ['a list', answering([])],
  ['null', answering(null)],
  ['the word safe', answering('safe')],
  ['an endless body', raw(200, {}, ' '.repeat(1_100_000))],
  ['a broken connection', reset],
  ['an answer that breaks off', truncated],
];

const codec = sharpCodec();

/** An engine whose only check of one side is the judge; the other side passes. */
function engineOf(parts: Partial<Pick<Engine, 'classifiers' | 'moderators'>>): Engine {
  return {
    policy: presets.mature,
    rules: [],
    classifiers: [fakeClassifier()],
    moderators: [fakeModerator()],
    generator: sampleGenerator(),
    codec,
    prices: {},
    ...parts,
  };
}

async function post(engine: Engine) {
  const app = createApp(engine, { access: { keys: [], origins: [], maxBodyBytes: 100_000 } });
  const response = await app.request('/v1/generations', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ prompt: 'a dog in a suit', width: 256, height: 256, seed: 7 }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, answer: JSON.parse(text) };
}

/** Whether a text has the start of a PNG, JPEG or WebP file in it, as base64. */
const hasPicture = (text: string) => /iVBORw0KGgo|\/9j\/|UklGR/.test(text);

describe.each(Object.entries(judges))('%s', (_, { passing, judge, own = [] }) => {
  const servers: JudgeServer[] = [];
  afterAll(() => Promise.all(servers.map((server) => server.close())));
  /** The judge before a service with this answer; only the silent one needs a short time. */
  async function behind(answer: Answer) {
    const server = await startJudge(answer);
    servers.push(server);
    return judge(server.url, { backoff: 1, attempts: 2, timeout: answer === silence ? 200 : 20_000 });
  }

  it('shows the picture when the service finds nothing, and the search below finds it', async () => {
    const { prompt, image } = await behind(passing);
    const { status, text } = await post(
      engineOf({ classifiers: [prompt], ...(image && { moderators: [image] }) }),
    );
    expect(status).toBe(200);
    expect(hasPicture(text)).toBe(true);
  });

  describe.each([...FAULTS, ...own])('with %s', (_, fault) => {
    it('answers that the prompt could not be checked, and makes no picture', async () => {
      const { prompt } = await behind(fault);
      const { status, headers, answer, text } = await post(engineOf({ classifiers: [prompt] }));
      expect(answer.warnings).toEqual([
        expect.objectContaining({
          code: 'check_failed',
          check: prompt.name,
          message: expect.stringContaining('could not be checked'),
        }),
      ]);
      expect(answer.code).toBe('check_failed');
      expect(status).toBe(503);
      expect(headers.get('Retry-After')).toMatch(/^\d+$/);
      expect(hasPicture(text)).toBe(false);
    });

    it('withholds the picture, and answers that it could not be checked', async () => {
      const { image } = await behind(fault);
      if (image === undefined) return;
      const { status, answer, text } = await post(engineOf({ moderators: [image] }));
      expect(status).toBe(200);
      expect(answer).toMatchObject({
        decision: 'withhold',
        images: [{ decision: 'withhold', media_type: null, b64: null, original: null }],
      });
      expect(answer.warnings).toContainEqual({
        code: 'check_failed',
        check: image.name,
        image: 0,
        message: expect.stringContaining('could not be checked'),
      });
      expect(hasPicture(text)).toBe(false);
    });
  });
});

describe('onnxImageModerator', () => {
  const folder = mkdtempSync(join(tmpdir(), 'shoji-faults-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  /** A moderator of a model file with these bytes, which passes a plain picture unless something is wrong. */
  function ofFile(bytes: Uint8Array, options: Partial<OnnxImageModeratorOptions> = {}) {
    const file = join(folder, `${Math.random()}.onnx`);
    writeFileSync(file, bytes);
    const made = onnxImageModerator({
      file,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      size: 8,
      scores: 'probabilities',
      classes: ['red', 'green', 'blue'],
      labels: { red: null, green: null, blue: 'drugs' },
      // Nothing is found in any picture.
      minScore: 1.1,
      ...options,
    });
    onTestFinished(made.close);
    return made;
  }
  const model = colourClassifier(8);

  it('shows the picture when the model finds nothing', async () => {
    const { status, text } = await post(engineOf({ moderators: [ofFile(model)] }));
    expect([status, hasPicture(text)]).toEqual([200, true]);
  });

  it.each([
    ['a missing file', model, { file: join(folder, 'nowhere.onnx') }],
    ['another file than the one of the SHA-256', model, { sha256: 'a'.repeat(64) }],
    ['a file that is no model', new Uint8Array([1, 2, 3]), {}],
    ['an empty file', new Uint8Array(), {}],
    ['half a file', model.slice(0, model.length / 2), {}],
    ['another number of classes', model, { classes: ['red', 'blue'], labels: { red: null, blue: 'drugs' } }],
    ['outputs that are no scores', model, { std: [0.1, 0.1, 0.1] }],
    ['outputs that are no numbers', model, { std: [1, 1, 1e-40], scores: 'softmax' }],
  ] satisfies [string, Uint8Array, Partial<OnnxImageModeratorOptions>][])(
    'with %s withholds the picture, and answers that it could not be checked',
    async (_, bytes, options) => {
      const { answer, text } = await post(engineOf({ moderators: [ofFile(bytes, options)] }));
      expect(answer).toMatchObject({ decision: 'withhold', images: [{ decision: 'withhold', b64: null }] });
      expect(answer.warnings).toContainEqual(
        expect.objectContaining({ code: 'check_failed', check: 'onnx-image' }),
      );
      expect(hasPicture(text)).toBe(false);
    },
  );
});
