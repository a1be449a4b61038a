import { readFileSync } from 'node:fs';
import { rules, smallPromptClassifier } from '@shoji/core';
import { lexiconTerms, randomFrom } from '@shoji/core/text';
import { isCategory } from '@shoji/core/vocabulary';
import { z } from 'zod';
import { percent } from '../../../packages/curator/src/classifier/report/figures.ts';
import { embeddedPromptClassifier } from '../../../packages/embedded/src/prompt/classifier.ts';
import { DISGUISES } from '../../prompt/disguises.ts';
import { isFlagged } from './scores.ts';

/** By language: templates with a slot, harmless words for it, and prompts with the same meaning in each language. */
const sentencesFile = z.record(
  z.string(),
  z.object({
    templates: z.array(z.string().includes('{}')),
    harmless: z.array(z.string()),
    unsafe: z.array(z.string()),
    safe: z.array(z.string()),
  }),
);
const DATA = new URL('data/languages.json', import.meta.url);
/** Roles of terms that alone make no finding under the standard preset. */
const isQuiet = (role: string) => !isCategory(role) || role === 'minor' || role === 'suggestive';
/** The disguises that exist in every script. */
const WORN = ['zero-width', 'punctuation', 'repeats'];
const TERMS = 100;
const { signal } = new AbortController();

/** Prints, by language, which of our prompts, and of listed words in templates, the rules and the models flag. */
export async function measureSentences(seed: number): Promise<void> {
  const languages = Object.entries(sentencesFile.parse(JSON.parse(readFileSync(DATA, 'utf8'))));
  const screen = rules();
  const small = smallPromptClassifier();
  const full = embeddedPromptClassifier();
  console.log('\n# The same prompts in each language: unsafe ones flagged, then harmless ones flagged\n');
  console.log(
    '| language | unsafe, harmless | rules | small | full | rules + embedded | models read |\n' +
      '| --- | --- | --- | --- | --- | --- | --- |',
  );
  for (const [language, { unsafe, safe }] of languages) {
    const answers = await Promise.all(
      [...unsafe, ...safe].map(async (text) => {
        const [bySmall, byFull] = await Promise.all([
          small.classify(text, { signal }),
          full.classify(text, { signal }),
        ]);
        return { byRules: screen.match(text), bySmall, byFull };
      }),
    );
    const layers = [
      answers.map(({ byRules }) => isFlagged(byRules)),
      answers.map(({ bySmall }) => isFlagged(bySmall.findings)),
      answers.map(({ byFull }) => isFlagged(byFull.findings)),
      answers.map(({ byRules, byFull }) => isFlagged([...byRules, ...byFull.findings])),
    ];
    const cells = layers.map((flags) => {
      const count = (part: readonly boolean[]) => part.filter(Boolean).length;
      return `${count(flags.slice(0, unsafe.length))}, ${count(flags.slice(unsafe.length))}`;
    });
    const read = answers.filter(({ byFull }) => byFull.skipped === undefined).length;
    console.log(
      `| ${[language, `${unsafe.length}, ${safe.length}`, ...cells, percent(read, answers.length)].join(' | ')} |`,
    );
  }
  console.log(
    `\n# Words of the lexicon in templates of each language, at most ${TERMS}, seed ${seed}: flagged by the rules\n`,
  );
  console.log(
    '| language | words | as listed | disguised | harmless words |\n| --- | --- | --- | --- | --- |',
  );
  for (const [language, { templates, harmless }] of languages) {
    const random = randomFrom(seed);
    const pick = <Item>(items: readonly Item[]): Item => {
      const item = items[Math.floor(random() * items.length)];
      if (item === undefined) throw new RangeError('Nothing to pick from.');
      return item;
    };
    const listed = lexiconTerms().filter(
      (term) =>
        term.language === language && !isQuiet(term.role) && term.severity > 1 && !term.prefix && !term.exact,
    );
    const words = Array.from({ length: Math.min(TERMS, listed.length) }, () =>
      listed.splice(Math.floor(random() * listed.length), 1),
    ).flatMap((taken) => taken.map(({ text }) => text));
    const inPrompt = (word: string) => pick(templates).replace('{}', () => word);
    const hidden = (word: string) => inPrompt(DISGUISES[pick(WORN)]?.(word, random) ?? word);
    const flagged = (prompts: readonly string[]) =>
      percent(prompts.filter((prompt) => isFlagged(screen.match(prompt))).length, prompts.length);
    const clean = harmless.flatMap((word) => templates.map((template) => template.replace('{}', () => word)));
    console.log(
      `| ${[language, words.length, flagged(words.map(inPrompt)), flagged(words.map(hidden)), flagged(clean)].join(' | ')} |`,
    );
  }
}
