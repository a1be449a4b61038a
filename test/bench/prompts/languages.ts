import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rules } from '@shoji/core';
import { legibility, lexiconTerms } from '@shoji/core/text';
import { percent } from '../../../packages/curator/src/classifier/report/figures.ts';

/** Prints how many words of each published list the rules find, and which check reads the language at all. */
export function measureLanguages(folder: string): void {
  const screen = rules();
  console.log('\n# Words of the LDNOOBW lists that the rules find, everyday words included\n');
  console.log(
    '| language | words in the list | found | terms in the lexicon | read by the classifiers |\n| --- | --- | --- | --- | --- |',
  );
  for (const language of readdirSync(folder).sort()) {
    if (!/^[a-z]{2,3}$/.test(language)) continue;
    const words = readFileSync(join(folder, language), 'utf8')
      .split('\n')
      .map((word) => word.trim())
      .filter(Boolean);
    const found = words.filter((word) => screen.match(word).length > 0).length;
    const terms = lexiconTerms().filter((term) => term.language === language).length;
    const reads =
      legibility(words.join(' '), ['en', 'ja', 'zh']) === 'words' && ['en', 'ja', 'zh'].includes(language);
    console.log(
      `| ${language} | ${words.length} | ${percent(found, words.length)} | ${terms} | ${reads ? 'yes' : 'no'} |`,
    );
  }
}
