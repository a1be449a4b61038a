import { describe, expect, it } from 'vitest';
import { assertScreening } from '../generation/engine.ts';
import { moderateGeneration } from '../generation/moderate-generation.ts';
import { resultOf } from '../generation/result-of.ts';
import { createPromptScreening } from '../screen/prompt-screening.ts';
import { createScreening } from '../screen/screening.ts';
import { fakeClassifier, fakeEngine, fakeGenerator, fakeModerator } from '../testing/fakes.ts';
import { OperatorError } from '../vocabulary/operator-error.ts';
import { defineClassifier, defineGenerator, defineModerator } from './define.ts';
import { closeParts, warmUpParts } from './lifetime.ts';
import type { EnginePart } from './part.ts';

const { signal } = new AbortController();
const asked = { id: 'test', signal };

/** The part with another version, as from a package made for another core. */
function ofVersion<Part extends EnginePart>(part: Part, version: unknown): Part {
  return Object.assign(part, { specificationVersion: version });
}

describe('a part of an unsupported version', () => {
  const engines = {
    classifier: fakeEngine({ classifiers: [ofVersion(fakeClassifier({ findings: [] }, 'acme'), 2)] }),
    moderator: fakeEngine({ moderators: [ofVersion(fakeModerator({ findings: [] }, 'acme'), 'v9')] }),
    generator: fakeEngine({ generator: ofVersion({ ...fakeGenerator(), name: 'acme' }, null) }),
  };
  const message = /^acme was written for version (2|"v9"|null) of Shoji's ports, .* Update @shoji\/core, or/;
  const refusal = expect.objectContaining({ name: 'OperatorError', message: expect.stringMatching(message) });

  it.each(Object.entries(engines))('is refused as a %s', async (_, engine) => {
    expect(() => assertScreening(engine)).toThrow(refusal);
    expect(() => createScreening(engine, asked)).toThrow(refusal);
    await expect(resultOf(moderateGeneration({ prompt: 'a dog' }, engine, asked))).rejects.toEqual(refusal);
  });

  it('is refused also when only prompts are screened', () => {
    expect(() => createPromptScreening(engines.classifier, asked)).toThrow(OperatorError);
  });

  it.each([[1], [undefined]])('is accepted with version %s', (version) => {
    expect(() =>
      assertScreening(fakeEngine({ classifiers: [ofVersion(fakeClassifier(), version)] })),
    ).not.toThrow();
  });
});

describe('define…()', () => {
  it('marks the result of a factory with the version of this core', () => {
    expect(defineClassifier((name: string) => fakeClassifier({ findings: [] }, name))('acme')).toMatchObject({
      name: 'acme',
      specificationVersion: 1,
    });
    expect(defineModerator(fakeModerator)().specificationVersion).toBe(1);
    expect(defineGenerator(fakeGenerator)().specificationVersion).toBe(1);
  });

  it('keeps the object, its methods and its version', async () => {
    class Acme {
      readonly name = 'acme';
      readonly covers = ['hate'] as const;
      readonly #findings = [];
      async classify() {
        return { findings: this.#findings };
      }
    }
    const acme = defineClassifier(() => new Acme())();
    expect(acme).toBeInstanceOf(Acme);
    expect(await acme.classify('a dog', { signal })).toEqual({ findings: [] });
    const later = ofVersion(fakeModerator(), 2);
    expect(defineModerator(() => later)().specificationVersion).toBe(2);
    expect(defineClassifier(() => Object.freeze(fakeClassifier()))().specificationVersion).toBeUndefined();
  });
});

/** An engine whose parts record which lifetime methods are called. */
function noting(parts: { readonly failing?: string; readonly stop?: AbortController } = {}) {
  const noted: string[] = [];
  const lifetime = (name: string): Required<Pick<EnginePart, 'warmUp' | 'close'>> => {
    const note = async (what: string) => {
      noted.push(`${what} ${name}`);
      if (name === parts.failing) throw new Error(`no ${what}`);
    };
    return {
      async warmUp(options) {
        await note('warmUp');
        parts.stop?.abort();
        options.signal.throwIfAborted();
      },
      close: () => note('close'),
    };
  };
  const engine = fakeEngine({
    classifiers: [
      { ...fakeClassifier(), ...lifetime('classifier') },
      fakeClassifier({ findings: [] }, 'plain'),
    ],
    moderators: [{ ...fakeModerator(), ...lifetime('moderator') }],
    generator: { ...fakeGenerator(), ...lifetime('generator') },
  });
  return { engine, noted };
}

describe('warmUpParts() and closeParts()', () => {
  it('call every part that has the method', async () => {
    const { engine, noted } = noting();
    expect(await warmUpParts(engine, { signal })).toEqual([]);
    expect(await closeParts(engine)).toEqual([]);
    expect(noted).toEqual(
      ['warmUp', 'close'].flatMap((what) =>
        ['classifier', 'moderator', 'generator'].map((name) => `${what} ${name}`),
      ),
    );
  });

  it('return the failures, and go on with the other parts', async () => {
    const { engine, noted } = noting({ failing: 'moderator' });
    const failure = (message: string) => [{ part: 'moderator', error: new Error(message) }];
    expect(await warmUpParts(engine, { signal })).toEqual(failure('no warmUp'));
    expect(await closeParts(engine)).toEqual(failure('no close'));
    expect(noted).toHaveLength(6);
  });

  it('stop when the signal aborts, which does not count as a failure', async () => {
    const stop = new AbortController();
    const { engine, noted } = noting({ stop });
    expect(await warmUpParts(engine, stop)).toEqual([]);
    expect(noted).toEqual(['warmUp classifier']);
  });
});
