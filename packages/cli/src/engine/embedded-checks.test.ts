import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { embeddedClassifier, embeddedModerators } from './embedded-checks.ts';

const { signal } = new AbortController();
afterEach(() => void vi.unstubAllEnvs());

/** The model's child process reads this at its start. */
const NO_SUCH_BUILD = ['SHOJI_ONNX', 'none'] as const;

describe('embeddedClassifier', () => {
  it('has loaded when it is returned', async () => {
    const classifier = await embeddedClassifier();
    onTestFinished(classifier.close);
    vi.stubEnv(...NO_SUCH_BUILD);
    const { model } = await classifier.classify('a dog in a suit', { signal });
    expect(model).toBeDefined();
  });

  it('reports at its first call why it cannot be loaded', async () => {
    vi.stubEnv(...NO_SUCH_BUILD);
    const classifier = await embeddedClassifier();
    onTestFinished(classifier.close);
    await expect(classifier.classify('a dog in a suit', { signal })).rejects.toMatchObject({
      failure: 'unavailable',
      cause: { message: expect.stringContaining('SHOJI_ONNX is "none"') },
    });
  });
});

describe('embeddedModerators', () => {
  it('are returned even when they cannot be loaded', async () => {
    vi.stubEnv(...NO_SUCH_BUILD);
    const moderators = await embeddedModerators();
    for (const { warmUp, close } of moderators) {
      onTestFinished(close);
      await expect(warmUp({ signal })).rejects.toMatchObject({ failure: 'unavailable' });
    }
  });
});
