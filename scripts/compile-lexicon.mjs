// Compiles the lexicon's lists (packages/core/src/text/lexicon/lists/**/*.tsv) into the module that rules load.
// Usage: node scripts/compile-lexicon.mjs [--check]; with --check it only says whether the module is up to date.
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { combine } from '../packages/core/src/text/combinations/combine.ts';
import { standings } from '../packages/core/src/text/context/index.ts';
import { INDEX_MARKS, SAME_INDEX, SHARED } from '../packages/core/src/text/lexicon/packed.ts';
import { asRole, isException } from '../packages/core/src/text/lexicon/term-list.ts';
import { createMatcher } from '../packages/core/src/text/match/matcher.ts';
import { compileTerm } from '../packages/core/src/text/match/term.ts';
import { LONGEST_WORD } from '../packages/core/src/text/match/trie.ts';
import { jamoOf } from '../packages/core/src/text/read/hangul.ts';

const LISTS = new URL('../packages/core/src/text/lexicon/lists/', import.meta.url);
const DATA = new URL('../data/', LISTS);
/** Terms of these categories are found beside a minor anyway. */
const SEXUAL = ['sexual', 'nudity', 'suggestive'];

const entries = readLists();
const { terms, needless } = compiled(entries);
const { languages, ...lexicon } = pack(terms);
const grave = pack(compiled(entries.filter(isGrave)).terms);
const modules = {
  'lexicon.generated.ts': moduleOf('LEXICON', 'The built-in lexicon as `packed.ts` describes it.', lexicon),
  'grave.generated.ts': moduleOf('GRAVE', 'Its gravest terms, for where every kilobyte counts.', {
    ...grave,
    languages: undefined,
  }),
  'languages.generated.ts': moduleOf(
    'LANGUAGES',
    'The languages of its terms, apart because rules need none.',
    languages,
  ),
};
const isCheck = process.argv.includes('--check');
const stale = Object.entries(modules).filter(([name, module]) => {
  const file = new URL(name, DATA);
  return !existsSync(file) || readFileSync(file, 'utf8') !== module;
});
for (const [name, module] of stale) if (!isCheck) writeFileSync(new URL(name, DATA), module);
if (isCheck && stale.length > 0) {
  console.error('The compiled lexicon is not that of its lists. Run: node scripts/compile-lexicon.mjs');
  process.exitCode = 1;
}
console.log(`${terms.length} terms; ${needless.size} redundant ones are left out`);

/** The terms of entries, without redundant ones. */
function compiled(entries) {
  const needless = needlessOf(entries);
  for (const index of saidTogether(entries, needless)) needless.add(index);
  return { terms: entries.filter((_, index) => !needless.has(index)), needless };
}

/** Terms that can refuse a prompt alone, words for a child, and exceptions. */
function isGrave({ role, severity }) {
  return severity >= 3 || role === 'minor' || role === 'exception';
}

/** Every term of every list. Duplicates in several languages are kept once, from the first list: English, Japanese, tags. */
function readLists() {
  const first = ['en.tsv', 'ja.tsv', 'en-x-tags.tsv'];
  const others = globSync('**/*.tsv', { cwd: LISTS }).filter((file) => !first.includes(file));
  return [...first, ...others.sort()].flatMap((file) => {
    const lines = readFileSync(new URL(file, LISTS), 'utf8').split('\n');
    return lines.flatMap((line, index) => {
      if (line.trim() === '' || line.startsWith('#')) return [];
      const [name, ...fields] = line.split('\t');
      // A concept has no severity; each combination of concepts has one.
      const role = name.replace(/^\+/, '');
      const [severity, list] = name.startsWith('+') ? ['1', fields[0]] : fields;
      if (!list || !/^[1-4]$/.test(severity))
        throw new Error(
          `${file}:${index + 1}: expected category, severity 1-4 and terms, or +concept and terms`,
        );
      asRole(role);
      const written = list.split(',').map((term) => term.trim());
      return [...new Set(written)].filter(Boolean).map((term) => ({
        language: basename(file, '.tsv'),
        role,
        severity,
        text: term.replace(/^=|\*$/g, ''),
        prefix: term.endsWith('*'),
        exact: term.startsWith('='),
      }));
    });
  });
}

/**
 * Redundant terms only cost bytes: those in which another term of the same kind and at least the same severity is found,
 * and exceptions in which no term is found.
 */
function needlessOf(entries) {
  const matcher = createMatcher(entries);
  const needless = new Set();
  for (const [index, entry] of [...entries.entries()].reverse()) {
    // A letter written twice may be its spelling, which only texts in English read as a disguise.
    const isDoubled = /(.)\1/.test(entry.text);
    const found = matcher
      .match(entry.text, isDoubled)
      .map(({ term, start, end }) => ({ term, start, end, other: entries[term] }));
    const counting = isException(entry.role) ? found : withoutPassed(found, entries);
    const says = (hit) => hit.term !== index && !needless.has(hit.term) && saysAsMuch(entry, hit);
    const isIdle =
      isException(entry.role) && !entry.prefix && found.every(({ other }) => isException(other.role));
    if (isIdle || counting.some(says)) needless.add(index);
  }
  return needless;
}

/** The hits that no exception covers. */
function withoutPassed(hits, entries) {
  const passes = hits.filter(({ term }) => entries[term].role === 'exception');
  return hits.filter(({ start, end }) => !passes.some((pass) => pass.start <= start && pass.end >= end));
}

/** The terms whose parts make the same finding in combination. */
function saidTogether(entries, needless) {
  const kept = [...entries.entries()].filter(([index]) => !needless.has(index));
  const keptEntries = kept.map(([, entry]) => entry);
  const matcher = createMatcher(keptEntries);
  return kept.flatMap(([index, { text, role, severity, prefix, exact }], at) => {
    if (prefix || exact) return [];
    const others = matcher.match(text, false).filter(({ term }) => term !== at);
    const hits = withoutPassed(others, keptEntries)
      .map(({ term, start, end }) => ({ term: keptEntries[term], start, end }))
      .sort((a, b) => a.start - b.start);
    const isSaid = combine(hits).some(({ term }) => term.role === role && term.severity >= severity);
    return isSaid ? [index] : [];
  });
}

/** Whether a hit in a term's text makes the term redundant. */
function saysAsMuch(entry, { start, end, other }) {
  const { text, role, prefix } = entry;
  if (!isAsGrave(other, entry)) return false;
  if (end === text.length && prefix && !other.prefix) return false;
  if (start === 0 && end === text.length) return true;
  // An exception covers all of its text, and the words around a child give its age.
  if (isException(role) || role === 'minor') return false;
  // `without clothes` is a term, although it negates `clothes`.
  return standings(text, [{ role: other.role, severity: 1, start, end }], false)[0] === 'asked';
}

function isAsGrave(other, entry) {
  if (entry.role === 'beside-minor' && SEXUAL.includes(other.role)) return true;
  return other.role === entry.role && other.severity >= entry.severity;
}

/** The terms as `packed.ts` describes it. */
function pack(terms) {
  const sorted = terms
    .map((term) => ({ ...term, symbols: symbolsOf(term.text), kind: `${term.role} ${term.severity}` }))
    // Terms with the same reading are sorted, so that the output does not depend on the order of the lists.
    .sort(
      (a, b) =>
        compare(a.symbols, b.symbols) ||
        compare(a.text, b.text) ||
        compare(`${a.kind} ${a.language}`, `${b.kind} ${b.language}`),
    );
  const [kinds, kindOf] = indexes(sorted.map(({ kind }) => kind));
  const [languages, languageOf] = indexes(sorted.map(({ language }) => language));
  return {
    terms: frontCode(sorted),
    kindOf,
    kinds,
    folds: foldsOf(sorted),
    languages: { languageOf, languages },
  };
}

function frontCode(sorted) {
  let before = '';
  return sorted
    .map(({ text, symbols, prefix, exact }) => {
      if (symbols === '') throw new Error(`${text}: nothing readable is left of it`);
      if (symbols.length > LONGEST_WORD) throw new Error(`${text}: is longer than ${LONGEST_WORD} symbols`);
      const mark = [...SHARED].find((character) => text.includes(character));
      if (mark !== undefined) throw new Error(`${text}: no built-in term can hold ${mark}`);
      let shared = 0;
      while (shared < SHARED.length - 1 && shared < text.length && text[shared] === before[shared]) shared++;
      before = text;
      return SHARED[shared] + text.slice(shared) + (prefix ? '*' : '') + (exact ? '=' : '');
    })
    .join('');
}

/** Readings of characters that differ from the characters, except Hangul, whose letters are computed. */
function foldsOf(sorted) {
  const jamo = (character) => String.fromCharCode(...jamoOf(character.codePointAt(0)));
  const readings = new Map();
  const marks = ['*', '='];
  for (const character of new Set([...marks, ...sorted.flatMap(({ text }) => [...text])])) {
    const symbols = symbolsOf(character);
    if (symbols !== character && jamo(character) === '') readings.set(character, symbols);
  }
  for (const { text, symbols } of sorted) {
    const read = Array.from(text, (character) => readings.get(character) ?? (jamo(character) || character));
    if (read.join('') !== symbols)
      throw new Error(`${text}: is read otherwise than its characters one by one; write it composed`);
  }
  return [...Map.groupBy(readings.keys(), (character) => readings.get(character))]
    .map(([reading, characters]) => `${reading}\t${characters.sort().join('')}`)
    .sort()
    .join('\n');
}

/** The distinct values, the most frequent first, one a line, and each value's place among them as `readIndexes` reads it. */
function indexes(values) {
  const counts = Map.groupBy(values.toSorted(), (value) => value);
  const distinct = [...counts.keys()].sort((a, b) => counts.get(b).length - counts.get(a).length);
  if (distinct.length > INDEX_MARKS.length) throw new Error('There are more kinds than marks for them');
  const marks = new Map(distinct.map((value, index) => [value, INDEX_MARKS[index]]));
  const written = values.map((value, at) => (value === values[at - 1] ? SAME_INDEX : marks.get(value)));
  return [distinct.join('\n'), written.join('')];
}

function moduleOf(name, what, values) {
  return [
    '// Made by scripts/compile-lexicon.mjs from lists/*.tsv. Do not edit.',
    `/** ${what} */`,
    `export const ${name} = {`,
    ...Object.entries(values)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => `  ${key}: ${JSON.stringify(value)},`),
    '};\n',
  ].join('\n');
}

function symbolsOf(text) {
  return compileTerm({ text }).symbols;
}

function compare(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}
