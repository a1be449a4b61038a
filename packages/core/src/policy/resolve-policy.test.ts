import { describe, expect, it } from 'vitest';
import { presets, standard, strict } from './presets.ts';
import { PolicyError, resolvePolicy } from './resolve-policy.ts';
import { policySchema } from './schema.ts';

describe('resolvePolicy', () => {
  it.each(Object.entries(presets))('the preset %s is a valid policy', (name, preset) => {
    expect(policySchema.parse(preset)).toEqual(preset);
    expect(resolvePolicy(name)).toEqual(preset);
  });

  it('replaces single categories, deadlines and other fields of the preset it extends', () => {
    const policy = resolvePolicy({
      extends: 'strict',
      reveal: true,
      image: { violence: { withhold: 0.4 } },
      deadlines: { total: 90_000 },
    });
    expect(policy.image).toEqual({ ...strict.image, violence: { withhold: 0.4 } });
    expect(policy.deadlines).toEqual({ ...strict.deadlines, total: 90_000 });
    expect(policy).toMatchObject({ name: 'strict+', reveal: true, prompt: strict.prompt });
  });

  it('replaces single fields of regeneration, and the name', () => {
    const policy = resolvePolicy({ extends: 'mature', name: 'ours', regenerate: { attempts: 5 } });
    expect(policy).toMatchObject({ name: 'ours', regenerate: { attempts: 5, from: 'withhold' } });
    const drawn = resolvePolicy({ illustrated: { violence: { blur: 1 } }, prompt: { hate: {} } });
    expect(drawn.illustrated).toEqual({ ...standard.illustrated, violence: { blur: 1 } });
    expect(drawn.prompt).toEqual({ ...standard.prompt, hate: {} });
  });

  it('lists every error, one per line', () => {
    const wrong = { reveal: 'yes', explain: 'all', illustrated: { fun: {} } };
    expect(() => resolvePolicy(wrong)).toThrow(/^policy\.[^\n]+\npolicy\.[^\n]+\npolicy\.[^\n]+$/);
  });

  it('extends standard by default', () => {
    expect(resolvePolicy({ name: 'ours' })).toEqual({ ...standard, name: 'ours' });
  });

  it.each([
    ['lenient', /"lenient" is not a preset; use one of strict, standard, mature/],
    ['__proto__', /is not a preset/],
    [{ extends: 'toString' }, /is not a preset/],
    [7, /expected one of strict, standard, mature or an object, got 7/],
    [[], /expected one of/],
    [{ reveals: true }, /policy: unknown field reveals/],
    [{ image: { nudity: { blur: 2 } } }, /policy\.image\.nudity\.blur: must be at most 1/],
    [{ image: { nudity: { blurr: 0.5 } } }, /policy\.image\.nudity: unknown field blurr/],
    [
      { image: { nakedness: { blur: 0.5 } } },
      /policy\.image: unknown category nakedness; the categories are sexual, nudity/,
    ],
    [{ warnedPrompt: 'hide' }, /policy\.warnedPrompt: must be one of blur, show/],
    [{ regenerate: { attempts: 0 } }, /policy\.regenerate\.attempts: must be at least 1/],
    [{ deadlines: { total: '5s' } }, /policy\.deadlines\.total: must be of type/],
    [{ illustrated: { fun: {} } }, /policy\.illustrated: unknown category fun; the categories are sexual/],
    [{ prompt: { fun: {} } }, /policy\.prompt: unknown category fun; the categories are sexual/],
    [
      { deadlines: { never: 1 } },
      /policy\.deadlines: unknown field never; remove it or correct its spelling\./,
    ],
    [{ image: [] }, /policy\.image: must be of type/],
    [null, /expected one of strict, standard, mature or an object, got null/],
    [{ prompt: 'none' }, /policy\.prompt: must be of type/],
  ])('refuses %j with the field and the remedy', (input, message) => {
    expect(() => resolvePolicy(input)).toThrow(PolicyError);
    expect(() => resolvePolicy(input)).toThrow(message);
  });
});
