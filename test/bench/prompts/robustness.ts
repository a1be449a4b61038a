import { existsSync, readFileSync } from 'node:fs';
import { rules } from '@shoji/core';
import { lexiconTerms, parseTermList, randomFrom } from '@shoji/core/text';
import { isCategory } from '@shoji/core/vocabulary';
import { percent } from '../../../packages/curator/src/classifier/report/figures.ts';
import { DISGUISES } from '../../prompt/disguises.ts';
import { PEERS, type Screen } from './peers.ts';

const DICTIONARY = '/usr/share/dict/words';
const WORDS = 500;

/** Prints how many of 500 listed words each library finds behind each disguise, and what it flags of a dictionary. */
export function measureDisguises(): void {
  const words = lexiconTerms()
    .filter(
      ({ language, role, exact, text }) =>
        language === 'en' && isCategory(role) && role !== 'minor' && !exact && /^[a-z]{3,}$/.test(text),
    )
    .map(({ text }) => text)
    .slice(0, WORDS);
  const own = rules({ lexicon: false, terms: parseTermList(words.join('\n')) });
  const screens: Record<string, Screen> = { shoji: (text) => own.match(text).length > 0 };
  for (const [name, make] of Object.entries(PEERS)) screens[name] = make(words);
  const names = Object.keys(screens);
  console.log(`\n# ${words.length} listed words behind disguises, in "a photo of … in the park"\n`);
  console.log(`| disguise | ${names.join(' | ')} |\n| --- |${' --- |'.repeat(names.length)}`);
  for (const [disguise, hide] of Object.entries(DISGUISES)) {
    const random = randomFrom(1);
    const prompts = words.map((word) => `a photo of ${hide(word, random)} in the park`);
    const cells = Object.values(screens).map((screen) =>
      percent(prompts.filter(screen).length, prompts.length),
    );
    console.log(`| ${disguise} | ${cells.join(' | ')} |`);
  }
  if (!existsSync(DICTIONARY)) return;
  const clean = readFileSync(DICTIONARY, 'utf8')
    .split('\n')
    .filter((word) => word !== '' && !words.some((listed) => word.toLowerCase().includes(listed)));
  const cells = Object.values(screens).map((screen) => clean.filter(screen).length);
  console.log(
    `| flagged of ${clean.length} dictionary words without a listed word in them | ${cells.join(' | ')} |`,
  );
}
