import { readdirSync } from 'node:fs';
import { randomFrom } from '@shoji/core/text';
import type { LabelledPrompt } from '../../labelled.ts';
import { expandGrammar, readGrammar } from './grammar.ts';
import { midjourneyPrompts } from './midjourney.ts';
import { tagPrompts } from './tags.ts';

const DATA = new URL('data/', import.meta.url);
const LANGUAGES = new URL('languages/', DATA);

/** The beginning of the sources that these prompts name. */
const MADE = 'made: ';

/** Whether a program wrote a prompt: such prompts are used for training, never for measuring or calibration. */
export function isMade({ source }: Pick<LabelledPrompt, 'source'>): boolean {
  return source.startsWith(MADE);
}

/** The languages that prompts are made in beside English: a grammar of each is in `data/languages`. */
export function madeLanguages(): string[] {
  return readdirSync(LANGUAGES)
    .map((name) => name.replace(/\.txt$/, ''))
    .sort();
}

/**
 * Prompts that a program writes, of kinds that labelled sets do not have: rows of tags, Midjourney's parameters,
 * harmless captions of alarming subjects, negations, euphemisms with harmless twins, and other languages. Deterministic
 * by seed.
 */
export function madePrompts(seed: number): LabelledPrompt[] {
  const english = expandGrammar(
    readGrammar(new URL('english.txt', DATA)),
    { language: 'en', source: `${MADE}english` },
    randomFrom(seed),
  );
  return [
    ...english,
    ...tagPrompts(randomFrom(seed + 1)),
    ...midjourneyPrompts(english, randomFrom(seed + 2)),
    ...madeLanguages().flatMap((language) =>
      expandGrammar(
        readGrammar(new URL(`${language}.txt`, LANGUAGES)),
        { language, source: `${MADE}${language}` },
        randomFrom(seed + 3),
      ),
    ),
  ];
}
