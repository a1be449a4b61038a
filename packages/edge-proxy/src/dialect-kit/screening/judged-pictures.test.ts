import { UnscreenedImage } from '@shoji/core';
import { RequestEvidence } from '@shoji/core/screen';
import { finding } from '@shoji/core/testing';
import { NO_PROMPT } from '@shoji/core/vocabulary';
import { describe, expect, it } from 'vitest';
import { withFaces } from '../../testing/people.ts';
import { byColour, type Colour, shadesOf } from '../../testing/pictures.ts';
import { callOf } from '../call/call.test-helper.ts';
import { JudgedPictures } from './judged-pictures.ts';

const found = async (digest: string, colour: Colour = 'green') => ({
  image: new UnscreenedImage(new Uint8Array(await shadesOf(colour))),
  digest,
});

/** A call whose moderator counts its calls, and fails the first `failures` of them. */
function counting(failures = 0) {
  let asked = 0;
  const moderators = [
    {
      ...byColour,
      moderate: (...[image, options]: Parameters<typeof byColour.moderate>) => {
        if (asked++ < failures) throw new Error('away');
        return byColour.moderate(image, options);
      },
    },
  ];
  return { call: callOf({ engineParts: { moderators } }), asked: () => asked };
}

describe('JudgedPictures', () => {
  it('judges a picture once, also for two concurrent requests', async () => {
    const { call, asked } = counting();
    const pictures = new JudgedPictures();
    const [one, other] = await Promise.all([
      pictures.screen(await found('a'), NO_PROMPT, call),
      pictures.screen(await found('a'), NO_PROMPT, call),
    ]);
    expect(one).toBe(other);
    expect(await pictures.screen(await found('a'), NO_PROMPT, call)).toBe(one);
    expect(asked()).toBe(1);
  });

  it('caches the findings too', async () => {
    const { call, asked } = counting();
    const pictures = new JudgedPictures();
    const blurred = await pictures.screen(await found('a', 'azure'), NO_PROMPT, call);
    const withheld = await pictures.screen(await found('b', 'crimson'), NO_PROMPT, call);
    expect([blurred.decision, withheld.decision]).toEqual(['blur', 'withhold']);
    expect(await pictures.screen(await found('a', 'azure'), NO_PROMPT, call)).toBe(blurred);
    expect(await pictures.screen(await found('b', 'crimson'), NO_PROMPT, call)).toBe(withheld);
    expect(asked()).toBe(2);
  });

  it('judges another picture, and the same one with another verdict of its prompt', async () => {
    const { call, asked } = counting();
    const pictures = new JudgedPictures();
    await pictures.screen(await found('a'), NO_PROMPT, call);
    await pictures.screen(await found('b'), NO_PROMPT, call);
    await pictures.screen(await found('a'), { ...NO_PROMPT, decision: 'warn' }, call);
    expect(asked()).toBe(3);
  });

  it('judges the same picture again beside other evidence', async () => {
    const pictures = new JudgedPictures();
    const given = new RequestEvidence();
    given.addInput([finding('face')]);
    const azure = await found('a', 'azure');
    const call = callOf({ engineParts: withFaces });
    expect((await pictures.screen(azure, NO_PROMPT, call)).decision).toBe('clear');
    const beside = await pictures.screen(azure, NO_PROMPT, { ...call, evidence: given });
    expect(beside.decision).toBe('withhold');
    expect((await pictures.screen(azure, NO_PROMPT, call)).decision).toBe('clear');
  });

  it('retries after a failed check', async () => {
    const { call, asked } = counting(1);
    const pictures = new JudgedPictures();
    expect((await pictures.screen(await found('a'), NO_PROMPT, call)).decision).toBe('withhold');
    expect((await pictures.screen(await found('a'), NO_PROMPT, call)).decision).toBe('clear');
    expect(asked()).toBe(2);
  });

  it('continues for others when the first caller disconnects', async () => {
    const { call } = counting();
    const gone = { ...call, signal: AbortSignal.abort() };
    expect((await new JudgedPictures().screen(await found('a'), NO_PROMPT, gone)).decision).toBe('clear');
  });
});
