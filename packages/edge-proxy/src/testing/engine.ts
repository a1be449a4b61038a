import { type Engine, presets, rules } from '@shoji/core';
import { fakeEngine } from '@shoji/core/testing';
import { parseTermList } from '@shoji/core/text';
import { sharpCodec } from '@shoji/pixels';
import { byColour } from './pictures.ts';

/** The word that {@link screeningEngine} refuses in a prompt: a neutral one. */
export const BANNED = 'marmalade';

/** An engine with real pixels, rules that refuse {@link BANNED}, and pictures that are judged by their colour. */
export function screeningEngine(parts: Partial<Engine> = {}): Engine {
  return fakeEngine({
    policy: { ...presets.standard, regenerate: { attempts: 1, from: 'withhold' } },
    rules: [rules({ lexicon: false, terms: parseTermList(`${BANNED}\n`) })],
    moderators: [byColour],
    codec: sharpCodec(),
    ...parts,
  });
}
