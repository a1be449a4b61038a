// Compiles the lexicon's lists (packages/core/src/prompt/data/lexicon/*.tsv) into the module that rules load.
// Usage: node scripts/compile-lexicon.mjs
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

const LISTS = new URL('../packages/core/src/prompt/data/lexicon/', import.meta.url);
const OUT = new URL('../packages/core/src/prompt/data/lexicon.generated.ts', import.meta.url);

const blocks = [];
for (const file of readdirSync(LISTS).sort()) {
  const language = file.replace('.tsv', '');
  for (const [index, line] of readFileSync(new URL(file, LISTS), 'utf8').split('\n').entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const [category, severity, terms] = line.split('\t');
    if (!terms || !/^[1-4]$/.test(severity))
      throw new Error(`${file}:${index + 1}: expected category, severity 1-4 and terms`);
    const list = [
      ...new Set(
        terms
          .split(',')
          .map((term) => term.trim())
          .filter(Boolean),
      ),
    ];
    blocks.push([language, category, severity, list.join(',')].join('\t'));
  }
}
writeFileSync(
  OUT,
  '// Made by scripts/compile-lexicon.mjs from data/lexicon/*.tsv. Do not edit.\n' +
    '/** One block a line: language, category, severity, and its terms. */\n' +
    `export const LEXICON = ${JSON.stringify(blocks.join('\n'))};\n`,
);
console.log(`${blocks.length} blocks`);
