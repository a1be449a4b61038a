// Compiles Unicode's confusables into the small table that prompt folding reads.
// Usage: node scripts/compile-confusables.mjs <confusables.txt>
// The file is https://www.unicode.org/Public/security/latest/confusables.txt (Unicode-3.0 licence).
import { readFileSync, writeFileSync } from 'node:fs';

const OUT = new URL('../packages/core/src/text/read/data/confusables.generated.ts', import.meta.url);
const LOOKALIKES = new URL('../packages/core/src/text/read/data/lookalikes.tsv', import.meta.url);

const strip = (text) => text.normalize('NFKD').toLowerCase().normalize('NFKD').replace(/\p{M}/gu, '');
const isPlain = (text) => /^[a-z]$/.test(text);

/** Letter → the characters that look like it and that case folding and NFKD do not already reach. */
const table = new Map();
function add(letter, character) {
  if (strip(character) === letter) return;
  if (!table.has(letter)) table.set(letter, new Set());
  table.get(letter).add(character);
}

const [source] = process.argv.slice(2);
if (!source) throw new Error('Usage: node scripts/compile-confusables.mjs <confusables.txt>');
const text = readFileSync(source, 'utf8');
for (const line of text.split('\n')) {
  const [from, to] = line
    .replace(/^\uFEFF/, '')
    .split('#')[0]
    .split(';');
  if (!to) continue;
  const character = String.fromCodePoint(Number.parseInt(from, 16));
  const target = strip(
    to
      .trim()
      .split(' ')
      .map((hex) => String.fromCodePoint(Number.parseInt(hex, 16)))
      .join(''),
  );
  const isAscii = character.codePointAt(0) < 128;
  if (isPlain(target) && !isAscii) add(target, character);
}
for (const line of readFileSync(LOOKALIKES, 'utf8').split('\n')) {
  const [letter, characters] = line.split('\t');
  if (characters) for (const character of characters) add(letter, character);
}

const lines = [...table.entries()]
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([letter, characters]) => letter + [...characters].sort().join(''));
const version = /# Date: (\S+),/.exec(text)?.[1] ?? 'unknown';
writeFileSync(
  OUT,
  `// Made by scripts/compile-confusables.mjs from Unicode confusables of ${version} and lookalikes.tsv. Do not edit.\n` +
    `/** One line a letter: the letter, then everything that looks like it. */\n` +
    `export const CONFUSABLES = ${JSON.stringify(lines.join('\n'))};\n`,
);
