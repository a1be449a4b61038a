import { describe, expect, it } from 'vitest';
import type { ImageCodec } from '../ports/image.ts';
import { NormalisedImage, UnscreenedImage } from '../sealed/picture.ts';
import { fakeCodec, fakeEngine, fakeModerator, finding } from '../testing/index.ts';
import type { CheckReport } from '../vocabulary/finding.ts';
import { createScreening } from './screening.ts';

const encoded = (text: string) =>
  ({ mediaType: 'image/png', width: 64, height: 64, bytes: new TextEncoder().encode(text) }) as const;

/** A codec of pictures with one view per word. */
const codec: ImageCodec = {
  ...fakeCodec(),
  normalise: async () =>
    new NormalisedImage(encoded('shown'), encoded('white'), [encoded('black'), encoded('chequer')]),
};

/** Judges one picture with a moderator’s answer for each view. */
async function judged(says: (view: string) => CheckReport | Error) {
  const moderator = fakeModerator((_: number, view: string) => says(view));
  const engine = fakeEngine({ codec, moderators: [moderator] });
  const screening = createScreening(engine, { id: 'test', signal: new AbortController().signal });
  const judgement = await screening.judge(new UnscreenedImage(new Uint8Array()));
  return { ...judgement, calls: moderator.calls.length, usage: screening.usage() };
}

describe('a picture with several views', () => {
  it('is judged by every view, and a finding in one counts for all', async () => {
    const { decision, findings, calls } = await judged((view) => ({
      findings: view === 'chequer' ? [finding('nudity', 1)] : [],
    }));
    expect([decision, calls]).toEqual(['withhold', 3]);
    expect(findings).toHaveLength(1);
  });

  it('has each label once, with the highest score of its views, and books the usage of all', async () => {
    const { findings, usage } = await judged((view) => ({
      findings: [finding('nudity', view === 'black' ? 0.6 : 0.2)],
      usage: [{ item: 'look', quantity: 1 }],
    }));
    expect(findings.map(({ score }) => score)).toEqual([0.6]);
    expect(usage).toEqual([{ item: 'look', quantity: 3 }]);
  });

  it.each([
    ['fails', new Error('down')],
    ['is skipped', { findings: [], skipped: 'language' } as const],
    ['cannot be read', { findings: [finding('nudity', Number.NaN)] }],
  ])('is withheld when the check of a single view %s', async (_, report) => {
    const { decision } = await judged((view) => (view === 'black' ? report : { findings: [] }));
    expect(decision).toBe('withhold');
  });

  it.each([
    ['fails', new Error('down')],
    ['is skipped', { findings: [], skipped: 'language' } as const],
  ])('books the usage when the check of a single view %s', async (_, report) => {
    const usage = [{ item: 'look', quantity: 1 }];
    // The failing one ends first.
    const { usage: booked } = await judged((view) => (view === 'white' ? report : { findings: [], usage }));
    expect(booked).toEqual([{ item: 'look', quantity: 2 }]);
  });

  it('counts as drawn only when every view looks drawn', async () => {
    const violence = (drawn: (view: string) => number) =>
      judged((view) => ({ findings: [finding('violence', 0.85)], illustrated: drawn(view) }));
    expect((await violence(() => 1)).decision).toBe('clear');
    expect((await violence((view) => (view === 'white' ? 0 : 1))).decision).toBe('blur');
  });
});
