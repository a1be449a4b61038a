// Compiles the lexicon's lists (packages/core/src/prompt/data/lexicon/*.tsv) into the module that rules load.
// Usage: node scripts/compile-lexicon.mjs
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createMatcher } from '../packages/core/src/prompt/matcher.ts';

const LISTS = new URL('../packages/core/src/prompt/data/lexicon/', import.meta.url);
const OUT = new URL('../packages/core/src/prompt/data/lexicon.generated.ts', import.meta.url);

const blocks = [];
// Of twins in several languages the first stays.
const first = ['en.tsv', 'ja.tsv'];
const files = [
  ...first,
  ...readdirSync(LISTS)
    .filter((file) => !first.includes(file))
    .sort(),
];
for (const file of files) {
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
    blocks.push([language, category, severity, list.join(',')]);
  }
}
// What another term of the same kind finds anyway, and an exception in which no term is found, only cost bytes.
const entries = blocks.flatMap(([language, role, severity, list]) =>
  list.split(',').map((written) => ({
    language,
    role,
    severity,
    written,
    text: written.replace(/^=|\*$/g, ''),
    prefix: written.endsWith('*'),
    exact: written.startsWith('='),
  })),
);
const matcher = createMatcher(entries);
const dropped = new Set();
for (const [index, entry] of [...entries.entries()].reverse()) {
  const found = matcher.match(entry.text).map(({ term, start, end }) => ({
    term,
    other: entries[term],
    whole: start === 0 && end === entry.text.length,
  }));
  const isTwin = ({ term, other, whole }) =>
    whole &&
    term !== index &&
    !dropped.has(term) &&
    other.role === entry.role &&
    other.severity === entry.severity &&
    (other.prefix || !entry.prefix);
  const isIdle =
    entry.role === 'exception' && !entry.prefix && found.every(({ other }) => other.role === 'exception');
  if (isIdle || found.some(isTwin)) dropped.add(index);
}
let from = 0;
for (const block of blocks) {
  const list = block[3].split(',');
  block[3] = list.filter((_, index) => !dropped.has(from + index)).join(',');
  from += list.length;
}
console.log(`${entries.length - dropped.size} terms; ${dropped.size} that others make needless are left out`);
writeFileSync(
  OUT,
  '// Made by scripts/compile-lexicon.mjs from data/lexicon/*.tsv. Do not edit.\n' +
    '/** One block a line: language, category, severity, and its terms. */\n' +
    `export const LEXICON = ${JSON.stringify(blocks.map((block) => block.join('\t')).join('\n'))};\n`,
);
console.log(`${blocks.length} blocks`);
