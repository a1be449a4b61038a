import { automatic1111 } from '@shoji/edge-proxy';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Automatic1111Server, startAutomatic1111 } from '../upstreams/automatic1111/server.ts';
import { txt2img } from './automatic1111-client.ts';
import { BANNED, type RunningProxy, startProxy } from './support.ts';

let upstream: Automatic1111Server;
let proxy: RunningProxy;
beforeAll(async () => {
  upstream = await startAutomatic1111();
  proxy = await startProxy([automatic1111({ url: upstream.url })]);
});
afterEach(() => upstream.reset());
afterAll(() => Promise.all([upstream.close(), proxy.close()]));

const sent = (index = 0): Record<string, never> => JSON.parse(String(upstream.requests[index]?.body));

describe('values that the server would expand', () => {
  it('are screened with their styles resolved', async () => {
    const { parameters } = await txt2img(proxy, {
      prompt: 'a green dog',
      styles: ['painted', 'unknown'],
      negative_prompt: 'fog',
    });
    expect(parameters.styles).toEqual(['painted', 'unknown']);
    expect(sent(1)).toMatchObject({
      prompt: 'a green dog, a painting',
      negative_prompt: expect.stringMatching(/fog, photo$/),
    });
    expect(sent(1)).not.toHaveProperty('styles');
    upstream.reset();
    expect((await txt2img(proxy, { prompt: 'toast', styles: ['jam'] })).looks).toEqual(['paper']);
    expect(upstream.requests.map(({ path }) => path)).toEqual(['/sdapi/v1/prompt-styles']);
  });

  it('are screened with an info text read, and its negative prompt merged', async () => {
    await txt2img(proxy, {
      infotext:
        'a green dog\nNegative prompt: fog\nSteps: 12, Sampler: Euler a, Size: 512x768, Other: "hay, straw"',
    });
    expect(sent()).toMatchObject({
      prompt: 'a green dog',
      negative_prompt: expect.stringMatching(/.+, fog$/),
      steps: 12,
      sampler_name: 'Euler a',
      width: 512,
      height: 768,
    });
    // The server would read it differently from the judged reading.
    expect(sent()).not.toHaveProperty('infotext');
    expect(JSON.stringify(sent())).not.toContain('hay');
  });

  it('are judged with and without a possible comment, and sent as typed', async () => {
    const typed = 'a green dog beside a poster that says #1 dad, blue background';
    await txt2img(proxy, { prompt: typed });
    expect(sent().prompt).toBe(typed);
    upstream.reset();
    expect((await txt2img(proxy, { prompt: `a green dog # no ${BANNED}` })).looks).toEqual(['paper']);
    expect(upstream.requests).toEqual([]);
  });

  it('get the operator’s terms in every negative prompt, and the answer shows none of them', async () => {
    const { info, answer } = await txt2img(proxy, {
      prompt: 'a green dog',
      negative_prompt: 'fog',
      hr_negative_prompt: 'rain',
      enable_hr: true,
      alwayson_scripts: {
        ADetailer: {
          args: [true, { ad_model: 'face', ad_prompt: 'a face', ad_negative_prompt: 'mud [SEP] sand' }],
        },
      },
    });
    const operators = String(sent().negative_prompt).replace(/, fog$/, '');
    expect(operators.length).toBeGreaterThan(10);
    const unit = JSON.stringify(sent().alwayson_scripts);
    expect(sent().hr_negative_prompt).toBe(`${operators}, rain`);
    expect(unit).toContain(`${operators}, mud[SEP]${operators}, sand`);
    expect(JSON.stringify(answer.body)).not.toContain(operators);
    expect(info.extra_generation_params).toEqual({ 'Hires negative prompt': 'rain' });
  });
});

describe('the operator’s negative prompt', () => {
  const told = async (body: object) => {
    const { info, answer } = await txt2img(proxy, body);
    const operators = String(sent().negative_prompt).replace(/, fog$/, '');
    expect(operators.length).toBeGreaterThan(10);
    expect(JSON.stringify(answer.body)).not.toContain(operators);
    return info;
  };

  it('is not shown when the client sent no negative prompt', async () => {
    const { negative_prompt, infotexts } = await told({ prompt: 'a green dog' });
    expect(negative_prompt).toBe('');
    expect(infotexts[0]).toMatch(/^a green dog\nSteps: 20/);
  });

  it('is not shown when an info text quotes it', async () => {
    const typed = 'a "wet", cold rain';
    const { infotexts, extra_generation_params } = await told({
      prompt: 'a green dog',
      negative_prompt: 'fog',
      hr_negative_prompt: typed,
    });
    expect(infotexts[0]).toContain(`Hires negative prompt: ${JSON.stringify(typed)}`);
    expect(extra_generation_params).toEqual({ 'Hires negative prompt': typed });
  });

  it('is not shown when the server rewrote the text around it', async () => {
    const { negative_prompt, infotexts } = await told({
      prompt: 'a rewritten green dog',
      negative_prompt: 'fog',
    });
    expect(negative_prompt).toBe(' AND fog');
    expect(infotexts[0]).toContain('Negative prompt: fog');
  });
});

describe('a request in which SD.Next overrides fields', () => {
  it('is screened with the overriding values, with the operator’s terms', async () => {
    const extra = {
      negative_prompt: 'rain',
      detailer_prompt: 'a face',
      hdr_brightness: 0.5,
      hidiffusion: true,
    };
    const { answer } = await txt2img(proxy, { prompt: 'a green dog', negative_prompt: 'fog', extra });
    const operators = String(sent().negative_prompt).replace(/, fog$/, '');
    expect(sent().extra).toEqual({ ...extra, negative_prompt: `${operators}, rain` });
    expect(JSON.stringify(answer.body)).not.toContain(operators);
  });
});
