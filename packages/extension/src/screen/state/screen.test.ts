import { describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS } from '../client/defaults.ts';
import { ClientError } from '../client/errors.ts';
import type { Completed, GeneratedImage, GenerationEvent, GenerationInput } from '../client/events.ts';
import { LANGUAGES } from '../text/languages.ts';
import { type Generate, localJobs } from './jobs.ts';
import { loadTexts } from './language.ts';
import { createScreen } from './screen.ts';

const clear: GeneratedImage = {
  decision: 'clear',
  shown: new Blob(['a']),
  original: null,
  findings: [],
  warnings: [],
};
const completed: Completed = {
  id: 'gen_1',
  decisions: ['clear'],
  warnings: [],
  checks: [],
  attempts: 1,
  seeds: [7],
  generator: undefined,
  timings: {},
  cost: undefined,
};

async function* oneImage(): AsyncGenerator<GenerationEvent> {
  yield { type: 'image.screened', index: 0, image: clear };
  yield { type: 'generation.completed', completed };
}

for (const language of LANGUAGES) await loadTexts(language, undefined);

/** A screen whose proxy answers with `generate`, and the requests that were sent. */
function open(generate: Generate = oneImage, memory: Record<string, string> = {}) {
  const inputs: GenerationInput[] = [];
  const screen = createScreen({
    jobs: localJobs((input, options) => {
      inputs.push(input);
      return generate(input, options);
    }),
    readPolicy: async () => ({
      name: 'standard',
      reveal: true,
      generator: undefined,
      limits: DEFAULT_LIMITS,
      uncovered: { prompt: [], image: [] },
    }),
    memory: {
      read: (name) => memory[name],
      write(name, value) {
        memory[name] = value;
      },
      keyKept: () => 'browser',
    },
    languages: ['ja-JP'],
  });
  screen.change({ prompt: 'a dog', n: 1 });
  return { screen, inputs, memory };
}

const ended = (screen: ReturnType<typeof createScreen>) =>
  expect.poll(() => screen.running.value).toBe(false);

describe('the screen', () => {
  it('does not send an invalid form, and shows the invalid field only after the first attempt', () => {
    const { screen, inputs } = open();
    screen.change({ prompt: ' ' });
    expect(screen.complaining.value).toBe(false);
    expect(screen.generate()).toBe(false);
    expect(screen.complaining.value).toBe(true);
    expect(inputs).toEqual([]);
  });

  it('runs one generation at a time', async () => {
    const { screen, inputs } = open();
    screen.generate();
    screen.generate();
    screen.regenerate({ prompt: 'a cat', n: 1, width: 512, height: 512 });
    await ended(screen);
    expect(inputs).toHaveLength(1);
  });

  it('generates the same request again with another seed, and retries it with the same seed', async () => {
    const { screen, inputs } = open();
    screen.change({ seed: '7' });
    screen.generate();
    await ended(screen);
    const [first] = inputs;
    if (!first) throw new Error('nothing was sent');
    screen.regenerate(first);
    await ended(screen);
    screen.retry(first);
    await ended(screen);
    expect(inputs[1]).toEqual({ ...first, seed: expect.any(Number) });
    expect(inputs[1]?.seed).not.toBe(7);
    expect(inputs[2]).toEqual(first);
  });

  it('keeps runs with pictures, newest first and at most eight, and drops failures at the next run', async () => {
    let fails = false;
    const { screen } = open(() => {
      if (fails) throw new ClientError('unreachable');
      return oneImage();
    });
    for (let run = 1; run <= 9; run++) {
      screen.generate();
      await ended(screen);
    }
    expect(screen.runs.value.map(({ number }) => number)).toEqual([9, 8, 7, 6, 5, 4, 3, 2]);
    fails = true;
    screen.generate();
    await ended(screen);
    expect(screen.current.value).toMatchObject({ phase: 'failed', failure: { kind: 'unreachable' } });
    fails = false;
    screen.generate();
    await ended(screen);
    expect(screen.runs.value.map(({ phase }) => phase)).not.toContain('failed');
  });

  it('cancels by aborting the request', async () => {
    const { screen } = open(async function* (_, { signal }) {
      await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    });
    screen.generate();
    screen.cancel();
    await ended(screen);
    expect(screen.current.value?.phase).toBe('cancelled');
  });

  it('reports an unexpected exception as an answer that was not understood', async () => {
    const { screen } = open(() => {
      throw new TypeError('unforeseen');
    });
    screen.generate();
    await ended(screen);
    expect(screen.current.value?.failure).toEqual({ kind: 'invalid-answer' });
  });

  const made = {
    prompt: 'a cat',
    negativePrompt: 'rain',
    n: 4,
    width: 512,
    height: 768,
    steps: 12,
    guidanceScale: 3,
    model: 'dreamshaper_8',
    sampler: 'Euler a',
    scheduler: 'karras',
    loras: [{ name: 'clay', weight: 0.5 }],
  };
  const back = {
    prompt: 'a cat',
    negativePrompt: 'rain',
    n: 4,
    size: { name: 'portrait', width: 512, height: 768 },
    steps: 12,
    guidanceScale: 3,
    model: 'dreamshaper_8',
    sampler: 'Euler a',
    scheduler: 'karras',
    loras: [{ name: 'clay', weight: 0.5 }],
    image: undefined,
  };

  it('puts all settings of a picture into the form to be varied, with its seed, and says so', () => {
    const { screen } = open();
    screen.vary({ ...made, seed: 7 }, 9);
    expect(screen.settings.value).toEqual({ ...back, seed: '9' });
    expect(screen.varied.value).toBe(9);
    screen.undoFill();
    expect(screen.varied.value).toBeUndefined();
    screen.vary(made, 9);
    screen.fill({ prompt: 'an example' });
    expect(screen.varied.value).toBeUndefined();
    screen.vary(made, 9);
    screen.generate();
    expect(screen.varied.value).toBeUndefined();
  });

  it('starts from a picture, keeps every other field, and takes only the picture back', () => {
    const { screen } = open();
    screen.change({ prompt: 'a cat', seed: '4' });
    screen.startFrom('AAAA');
    const image = { b64: 'AAAA', strength: 0.6 };
    expect(screen.settings.value).toMatchObject({ prompt: 'a cat', seed: '4', image });
    expect([screen.started.value, screen.editing.value]).toEqual([true, true]);
    screen.change({ prompt: 'a cat on a roof', image: { ...image, strength: 0.25 } });
    screen.startFrom('BBBB');
    expect(screen.settings.value.image).toEqual({ b64: 'BBBB', strength: 0.25 });
    screen.type('a cat on a boat', false);
    screen.undoFill();
    expect(screen.settings.value).toMatchObject({ prompt: 'a cat on a boat', image: { b64: 'AAAA' } });
    expect([screen.started.value, screen.replaced.value]).toEqual([false, undefined]);
    screen.startFrom('BBBB');
    screen.fill({ prompt: 'an example' });
    expect(screen.started.value).toBe(false);
    screen.startFrom('BBBB');
    screen.generate();
    expect(screen.started.value).toBe(false);
  });

  it('uses a run again with the seed that it had, or else the one that it was given', () => {
    const { screen } = open();
    screen.reuse({ input: { ...made, seed: 42 }, completed: { seeds: [9, 10] } });
    expect(screen.settings.value).toEqual({ ...back, seed: '42' });
    expect(screen.varied.value).toBeUndefined();
    screen.reuse({ input: made, completed: { seeds: [9, 10] } });
    expect(screen.settings.value).toEqual({ ...back, seed: '9' });
    screen.reuse({ input: made, completed: undefined });
    expect(screen.settings.value).toEqual({ ...back, seed: '' });
  });

  it('keeps the form’s own where a run left a setting to the proxy, or the generator no longer makes its size', () => {
    const { screen } = open();
    screen.change({ steps: 11, guidanceScale: 5 });
    const { size } = screen.settings.value;
    screen.reuse({ input: { prompt: 'a cat', n: 1, width: 300, height: 200 }, completed: undefined });
    expect(screen.settings.value).toMatchObject({ steps: 11, guidanceScale: 5, size, negativePrompt: '' });
  });

  it('knows how long the key is kept', () => {
    expect(open().screen.keyKept()).toBe('browser');
  });

  it('restores a form that was replaced other than by typing, by its own undo and by the browser’s', () => {
    const { screen } = open();
    screen.change({ prompt: 'half a thought', n: 3, steps: 11 });
    const typed = screen.settings.value;
    screen.vary({ prompt: 'a cat', n: 4, width: 512, height: 768 }, 9);
    screen.undoFill();
    expect(screen.settings.value).toEqual(typed);
    expect(screen.replaced.value).toBeUndefined();
    screen.vary({ prompt: 'a cat', n: 4, width: 512, height: 768 }, 9);
    screen.type('half a thought', true);
    expect(screen.settings.value).toEqual(typed);
  });

  it('does not mistake typing, or undoing of typing, for the undo of a replaced form', () => {
    const { screen } = open();
    screen.change({ prompt: 'half a thought' });
    screen.fill({ prompt: 'a cat', seed: '9' });
    screen.type('half a thought', false);
    expect(screen.settings.value.seed).toBe('9');
    screen.fill({ prompt: 'half a thought', seed: '8' });
    screen.type('half a thought', true);
    expect(screen.settings.value.seed).toBe('8');
  });

  it('offers no undo when nothing was typed before, or after the form was sent', async () => {
    const { screen } = open();
    screen.change({ prompt: ' ' });
    screen.fill({ prompt: 'a cat' });
    expect(screen.replaced.value).toBeUndefined();
    screen.fill({ prompt: 'a dog' });
    expect(screen.replaced.value?.form.prompt).toBe('a cat');
    screen.generate();
    expect(screen.replaced.value).toBeUndefined();
    await ended(screen);
  });

  it('does not send a prompt that is too long', () => {
    const { screen, inputs } = open();
    screen.change({ prompt: 'x'.repeat(10_001) });
    expect(screen.generate()).toBe(false);
    expect(inputs).toEqual([]);
    expect(screen.settings.value.prompt).toHaveLength(10_001);
  });

  it('starts with the remembered values, else with the creator’s language, and remembers changes', () => {
    expect(open().screen.language.value).toBe('ja');
    const { screen, memory } = open(oneImage, { language: 'en', theme: 'dark', key: 'k3y' });
    expect([screen.language.value, screen.theme.value, screen.key.value]).toEqual(['en', 'dark', 'k3y']);
    screen.theme.value = 'light';
    expect(memory.theme).toBe('light');
  });
});
