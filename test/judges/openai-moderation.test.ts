import { type OpenaiModerationOptions, openaiModeration } from '@shoji/judges';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { patient, rejection } from '../aws/support.ts';
import {
  answering,
  empty,
  malformed,
  OPENAI_CATEGORIES,
  OPENAI_ERRORS,
  type OpenaiAnswer,
  openaiModerationAnswer,
  raw,
  refusing,
  reset,
  silence,
  startJudge,
  truncated,
} from '../upstreams/judges/index.ts';
import { declared, hasty, useJudge } from './support.ts';

const server = await useJudge((response, body) => {
  const [{ type }] = JSON.parse(body).input;
  answering(openaiModerationAnswer(type === 'text' ? 'text' : 'image'))(response, body);
});
const judge = (options: Partial<OpenaiModerationOptions> = {}) =>
  openaiModeration({ apiKey: 'sk-test', url: `${server.url}/v1`, resilience: hasty, ...options });
const classify = (text = 'a dog in a suit', options: Partial<OpenaiModerationOptions> = {}) =>
  judge(options).prompt.classify(text, patient());
const moderate = (image = declared(), options: Partial<OpenaiModerationOptions> = {}) =>
  judge(options).image.moderate(image, patient());
const answerText = (answer: OpenaiAnswer) => server.script(answering(openaiModerationAnswer('text', answer)));
const answerImage = (answer: OpenaiAnswer) =>
  server.script(answering(openaiModerationAnswer('image', answer)));

describe('the call', () => {
  it('for a text has the key, the model and the text', async () => {
    await classify();
    const [request] = server.requests;
    expect(request).toMatchObject({ method: 'POST', path: '/v1/moderations' });
    expect(request?.headers).toMatchObject({
      authorization: 'Bearer sk-test',
      'content-type': 'application/json',
    });
    expect(JSON.parse(request?.body ?? '')).toEqual({
      model: 'omni-moderation-latest',
      input: [{ type: 'text', text: 'a dog in a suit' }],
    });
  });

  it('for a picture has its bytes as a data URL, and the model of the options', async () => {
    const image = declared({ mediaType: 'image/webp' });
    await moderate(image, { model: 'omni-moderation-2024-09-26' });
    const url = `data:image/webp;base64,${Buffer.from(image.bytes).toString('base64')}`;
    expect(JSON.parse(server.requests[0]?.body ?? '')).toEqual({
      model: 'omni-moderation-2024-09-26',
      input: [{ type: 'image_url', image_url: { url } }],
    });
  });

  it('has no lone surrogate, which has no UTF-8 encoding', async () => {
    await classify('\ud800 half');
    expect(JSON.parse(server.requests[0]?.body ?? '').input[0].text).toBe('\ufffd half');
  });

  it.each(['', ' ', '\n\t'])('is not made for the blank text %j', async (text) => {
    expect(await classify(text)).toEqual({ findings: [] });
    expect(server.requests).toEqual([]);
  });

  it('is not made for a picture over 20 MB, and is for the largest', async () => {
    expect(await rejection(moderate(declared({ size: 20_000_001 })))).toMatchObject({
      failure: 'invalid-input',
      ofInput: true,
    });
    expect(server.requests).toEqual([]);
    await moderate(declared({ size: 20_000_000 }));
    expect(server.requests).toHaveLength(1);
  });

  it.each([undefined, ''])('cannot be configured with the key %j', (apiKey) => {
    expect(() => judge({ apiKey })).toThrow(/openaiModeration: apiKey is missing/);
  });

  it.each(['', 'ftp://api.example', 'https://user:word@api.example'])(
    'cannot be configured with the address %j',
    (url) => expect(() => judge({ url })).toThrow(/must be a URL of http or https without a user name/),
  );
});

describe('the answer', () => {
  it('of a harmless text has no findings, and names the model and the usage', async () => {
    expect(await classify()).toEqual({
      findings: [],
      model: 'omni-moderation-latest',
      usage: [{ item: 'openai-moderation.request', quantity: 1 }],
    });
  });

  it.each([
    ['harassment', 'harassment'],
    ['harassment/threatening', 'harassment'],
    ['hate', 'hate'],
    ['hate/threatening', 'hate'],
    ['illicit', 'illegal'],
    ['illicit/violent', 'illegal'],
    ['self-harm', 'self-harm'],
    ['self-harm/instructions', 'self-harm'],
    ['self-harm/intent', 'self-harm'],
    ['sexual', 'sexual'],
    ['sexual/minors', 'sexual-minors'],
    ['violence', 'violence'],
    ['violence/graphic', 'graphic'],
  ])('%s is %s', async (label, category) => {
    answerText({ scores: { [label]: 0.72 }, flagged: [label] });
    expect((await classify()).findings).toEqual([
      { check: 'openai-moderation-prompt', category, label, score: 0.72 },
    ]);
  });

  it('of a picture has its findings under the name of the other check', async () => {
    answerImage({ scores: { 'violence/graphic': 0.61, sexual: 0.3 } });
    expect((await moderate(declared(), { name: 'oai' })).findings).toEqual([
      { check: 'oai-image', category: 'sexual', label: 'sexual', score: 0.3 },
      { check: 'oai-image', category: 'graphic', label: 'violence/graphic', score: 0.61 },
    ]);
  });

  it('that flags a category counts as at least 0.5, whatever its score', async () => {
    answerText({ scores: { 'sexual/minors': 0.12 }, flagged: ['sexual/minors'] });
    expect((await classify()).findings).toMatchObject([{ category: 'sexual-minors', score: 0.5 }]);
  });

  it('has no finding under the lowest score of the options', async () => {
    answerText({ scores: { hate: 0.04, violence: 0.06 } });
    expect((await classify()).findings).toMatchObject([{ label: 'violence' }]);
    expect((await classify('a dog', { minScore: 0.01 })).findings).toHaveLength(2);
  });

  it('takes the strictest sibling for a new category below a known one, and says so', async () => {
    answerText({ scores: { 'violence/new': 0.9 } });
    expect(await classify()).toMatchObject({
      findings: [{ category: 'graphic', label: 'violence/new', score: 0.9 }],
      notices: [{ code: 'unknown-label', message: expect.stringContaining('"violence/new"') }],
    });
  });

  it.each(['new', 'new/violence', 'constructor', 'violence-new'])(
    'fails for the unknown category %s, however low its score is',
    async (label) => {
      answerText({ scores: { [label]: 0.0001 } });
      expect(await rejection(classify())).toMatchObject({ failure: 'unknown-label' });
    },
  );

  it('is refused when the service did not judge the picture', async () => {
    answerImage({ applied: { violence: [] } });
    expect(await rejection(moderate())).toMatchObject({
      failure: 'invalid-answer',
      message: expect.stringContaining('violence was not judged in the image'),
    });
    answerImage({ applied: { violence: ['text'] } });
    expect(await rejection(moderate())).toMatchObject({ failure: 'invalid-answer' });
  });

  it.each(OPENAI_CATEGORIES)('without a score for %s is refused', async (missing) => {
    const whole = JSON.parse(JSON.stringify(openaiModerationAnswer('text')));
    delete whole.results[0].category_scores[missing];
    server.script(answering(whole));
    expect(await rejection(classify())).toMatchObject({ failure: 'invalid-answer' });
  });

  it.each([
    ['two results', (answer: { results: unknown[] }) => answer.results.push(answer.results[0])],
    ['no result', (answer: { results: unknown[] }) => answer.results.splice(0)],
    [
      'flagged without a category',
      (answer: { results: { flagged: boolean }[] }) => {
        for (const result of answer.results) result.flagged = true;
      },
    ],
    [
      'a score over 1',
      (answer: { results: { category_scores: { hate: number } }[] }) => {
        for (const result of answer.results) result.category_scores.hate = 1.01;
      },
    ],
    [
      'a score that is no number',
      (answer: { results: { category_scores: { hate: unknown } }[] }) => {
        for (const result of answer.results) result.category_scores.hate = '0.1';
      },
    ],
  ] as const)('with %s is refused', async (_, spoil) => {
    const whole = JSON.parse(JSON.stringify(openaiModerationAnswer('text')));
    spoil(whole);
    server.script(answering(whole));
    expect(await rejection(classify())).toMatchObject({ name: 'CheckError', failure: 'invalid-answer' });
  });

  it('in any other JSON is refused', () =>
    fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (value) => {
        server.script(answering(value));
        const once = { attempts: 1, breaker: { failures: 1_000, openFor: 1 } };
        expect(await rejection(classify('a dog', { resilience: once }))).toMatchObject({
          failure: 'invalid-answer',
        });
      }),
      { numRuns: 40 },
    ));
});

describe('errors', () => {
  it.each([
    ['a wrong key', refusing(401, OPENAI_ERRORS.key), 'denied', 1],
    ['a forbidden region', refusing(403, {}), 'denied', 1],
    ['an unreadable picture', refusing(400, OPENAI_ERRORS.input), 'invalid-input', 1],
    ['throttling', refusing(429, OPENAI_ERRORS.throttled), 'throttled', 3],
    ['a fault of the service', refusing(500, OPENAI_ERRORS.server), 'unavailable', 3],
    ['a page of a proxy', raw(503, { 'content-type': 'text/html' }, '<html>down</html>'), 'unavailable', 3],
    ['a wrong address', refusing(404, {}), 'unavailable', 1],
    ['a redirect', raw(307, { location: 'http://127.0.0.1:1/' }, ''), 'error', 1],
    ['success without content', raw(204, {}, ''), 'error', 1],
    ['a broken connection', reset, 'unavailable', 3],
    ['an answer that breaks off', truncated, 'unavailable', 3],
    ['an answer that is no JSON', malformed, 'invalid-answer', 1],
    ['an empty answer', empty, 'invalid-answer', 1],
    ['an answer that is not UTF-8', raw(200, {}, new Uint8Array([0x22, 0xff, 0x22])), 'invalid-answer', 1],
    ['an answer without an end', raw(200, {}, 'a'.repeat(1_000_001)), 'invalid-answer', 1],
  ] as const)('%s is a failure, not a verdict', async (_, answer, failure, requests) => {
    server.script(answer);
    for (const ask of [() => classify(), () => moderate()]) {
      const before = server.requests.length;
      expect(await rejection(ask())).toMatchObject({ name: 'CheckError', failure });
      expect(server.requests.length - before).toBe(requests);
    }
  });

  it('name the service’s reason for the operator', async () => {
    server.script(refusing(400, OPENAI_ERRORS.input));
    expect(await rejection(classify())).toMatchObject({
      message: 'openai-moderation-prompt: StatusError: status 400: Invalid image.',
      ofInput: false,
    });
    server.script(refusing(413, {}));
    expect(await rejection(moderate())).toMatchObject({ failure: 'invalid-input', ofInput: true });
  });

  it('a missing answer is a time-out, and closes the connection', async () => {
    server.script(silence);
    const arrived = server.next();
    const failed = rejection(classify('a dog', { resilience: { timeout: 200 } }));
    await (await arrived).abandoned;
    expect(await failed).toMatchObject({ name: 'CheckError', failure: 'timeout' });
    expect(server.requests).toHaveLength(1);
  });

  it('a refused connection is unavailable', async () => {
    const gone = await startJudge(silence);
    await gone.close();
    expect(await rejection(classify('a dog', { url: gone.url }))).toMatchObject({ failure: 'unavailable' });
  });

  it('a throttled call succeeds when the service recovers', async () => {
    server.script(refusing(429, OPENAI_ERRORS.throttled), answering(openaiModerationAnswer('text')));
    expect(await classify()).toMatchObject({ findings: [] });
    expect(server.requests).toHaveLength(2);
  });

  it('of one side open the circuit breaker of both, because they share a service', async () => {
    server.script(refusing(500, {}));
    const { prompt, image } = judge({
      resilience: { ...hasty, breaker: { failures: 3, openFor: 60_000 } },
    });
    await rejection(prompt.classify('a dog', patient()));
    expect(await rejection(image.moderate(declared(), patient()))).toMatchObject({
      failure: 'unavailable',
      message: expect.stringContaining('circuit breaker'),
    });
    expect(server.requests).toHaveLength(3);
  });
});

describe('abort by the caller', () => {
  it('closes the connection and rejects with its reason', async () => {
    server.script(silence);
    const controller = new AbortController();
    const arrived = server.next();
    const failed = rejection(judge().image.moderate(declared(), { signal: controller.signal }));
    const { abandoned } = await arrived;
    const reason = new Error('closed the tab');
    controller.abort(reason);
    expect(await failed).toBe(reason);
    await abandoned;
  });
});
