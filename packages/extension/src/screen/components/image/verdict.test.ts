import { PHRASES } from '@shoji/core/phrases';
import { describe, expect, it } from 'vitest';
import { completedOf, doneRun, imageOf, runOf, slotOf, warningOf } from '../../../testing/runs.ts';
import type { GeneratedImage } from '../../client/events.ts';
import { catalogues } from '../../text/catalogues.ts';
import { verdictOf } from './verdict.ts';

const t = catalogues.en;
const { imageReasons, warnings } = PHRASES.en;
const of = (
  decision: GeneratedImage['decision'],
  codes: readonly string[],
  more: Partial<GeneratedImage> = {},
) =>
  verdictOf(
    t,
    doneRun([], { warnings: codes.map((code) => warningOf(code, { image: 1, check: 'rekognition' })) }),
    slotOf(decision, more),
    1,
    { reveal: false },
  );

it('has none before the picture was judged', () => {
  expect(verdictOf(t, runOf(), { status: 'waiting' }, 0, undefined)).toBeUndefined();
});

describe('a clear picture', () => {
  it('has no reasons, notes or checks', () => {
    const findings = [{ check: 'c', category: 'hate', label: 'l', score: 0.1 }];
    expect(of('clear', [], { findings })).toEqual({
      kind: 'clear',
      label: 'Clear',
      about: '',
      reasons: [],
      notes: [],
      checks: '',
    });
  });
});

describe('an animation that is shown without some of its frames', () => {
  const frames = { kept: 3, of: 9 };
  const shown = (decision: GeneratedImage['decision'], original: Blob | null = null) =>
    verdictOf(
      t,
      doneRun([], { warnings: [warningOf('animation_sampled', { image: 1, frames })] }),
      slotOf(decision, { original }),
      1,
      { reveal: true },
    );

  it('says how many in a few words, and in a sentence that is no reason', () => {
    const sentence = warnings.animation_sampled({ frames });
    expect(sentence).toContain('3 of its 9 frames');
    expect(shown('clear')).toMatchObject({ about: '3 of 9 frames', reasons: [], notes: [sentence] });
    expect(shown('blur', new Blob())).toMatchObject({ about: '', reasons: [], notes: [sentence] });
  });

  it('says it in Japanese, too', () => {
    const { frames: words } = catalogues.ja.image;
    expect(words(3, 9)).toBe('3/9 フレーム');
    expect(PHRASES.ja.warnings.animation_sampled({ frames })).toContain('検査した 3/9 フレーム');
  });
});

describe('a blurred picture', () => {
  it('has its reasons short and whole, and the checks that found something', () => {
    const findings = [
      { check: 'rekognition', category: 'nudity', label: 'l', score: 0.876 },
      { check: 'embedded-image', category: 'nudity', label: 'l', score: 0.5 },
    ];
    expect(of('blur', ['image_nudity', 'image_nudity', 'image_hate'], { findings })).toEqual({
      kind: 'blur',
      label: 'Blurred',
      about: 'nudity, hate',
      reasons: [imageReasons.nudity, imageReasons.hate],
      notes: [],
      checks: 'rekognition, 88 % · embedded-image, 50 %',
    });
  });

  it.each([
    ['prompt_warned', 'because of the prompt'],
    ['covered_by_you', 'your settings'],
  ])('says in a few words that the reason is %s', (code, words) => {
    expect(of('blur', [code])?.about).toBe(words);
  });

  it('has the whole sentence where no few words are known', () => {
    expect(of('blur', ['of_tomorrow'])?.about).toBe('message of of_tomorrow');
  });

  it.each([
    [false, 'The operator does not allow blurred pictures to be revealed.'],
    [undefined, 'The operator does not allow blurred pictures to be revealed.'],
    [true, 'The original picture was not kept.'],
  ])('says why it cannot be revealed (policy: %s)', (reveal, sentence) => {
    const verdict = verdictOf(
      t,
      doneRun([]),
      slotOf('blur', { original: null }),
      0,
      reveal === undefined ? undefined : { reveal },
    );
    expect(verdict?.notes).toEqual([sentence]);
  });
});

describe('a withheld picture', () => {
  it('has its reason, and says that no part of it was sent', () => {
    expect(of('withhold', ['image_nudity'])).toEqual({
      kind: 'withhold',
      label: 'Withheld',
      about: 'nudity',
      reasons: [imageReasons.nudity],
      notes: [t.image.withheldBody],
      checks: '',
    });
  });

  it('was not checked when only a check failed', () => {
    expect(of('withhold', ['check_failed'])).toEqual({
      kind: 'unchecked',
      label: 'Could not be checked',
      about: '',
      reasons: [t.image.uncheckedBody],
      notes: [],
      checks: '',
    });
  });

  it('keeps the finding of one check when another failed', () => {
    const verdict = of('withhold', ['check_failed', 'image_nudity']);
    expect(verdict).toMatchObject({ kind: 'withhold', about: 'nudity' });
    expect(verdict?.reasons).toContain(warnings.check_failed({ check: 'rekognition', image: 1 }));
  });

  it('is withheld, not unchecked, when the operator lets failed checks through', () => {
    expect(of('withhold', ['check_failed_open'])?.kind).toBe('withhold');
  });

  it('does not mention sent data when the picture was never made', () => {
    expect(of('withhold', ['no_image'])).toMatchObject({ about: 'not made', notes: [] });
  });

  it('takes its reasons from the final answer as soon as it arrives', () => {
    const slot = slotOf('withhold', { warnings: [warningOf('check_failed')] });
    expect(verdictOf(t, runOf(), slot, 1, undefined)?.kind).toBe('unchecked');
    const run = runOf({ warnings: [warningOf('image_hate', { image: 1 })], completed: completedOf() });
    expect(verdictOf(t, run, slot, 1, undefined)).toMatchObject({ kind: 'withhold', about: 'hate' });
  });
});

it('is not known when the answers disagree', () => {
  expect(verdictOf(t, doneRun([]), { status: 'lost' }, 0, undefined)).toMatchObject({
    kind: 'unchecked',
    reasons: [t.image.lost],
  });
});

it('has the words of the language', () => {
  const run = doneRun([], {
    warnings: [warningOf('image_nudity', { image: 0 }), warningOf('image_hate', { image: 0 })],
  });
  expect(
    verdictOf(catalogues.ja, run, { status: 'screened', image: imageOf('blur') }, 0, undefined),
  ).toMatchObject({
    label: 'ぼかし',
    about: `${PHRASES.ja.names.nudity}、${PHRASES.ja.names.hate}`,
  });
});
