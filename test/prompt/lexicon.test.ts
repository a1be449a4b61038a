import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { lexiconTerms } from '@shoji/core/text';
import { expect, it } from 'vitest';

const script = fileURLToPath(new URL('../../scripts/compile-lexicon.mjs', import.meta.url));
const lists = new URL('../../packages/core/src/text/lexicon/lists/', import.meta.url);

it('is up to date with its lists; otherwise run node scripts/compile-lexicon.mjs', () => {
  expect(() => execFileSync(process.execPath, [script, '--check'], { stdio: 'pipe' })).not.toThrow();
});

it('holds only terms and properties of the lists', () => {
  const listed = new Set<string>();
  for (const file of readdirSync(lists, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.tsv')) continue;
    for (const line of readFileSync(new URL(file, lists), 'utf8').split('\n')) {
      const [name = '', ...fields] = line.split('\t');
      const role = name.replace('+', '');
      const [severity, terms = ''] = name.startsWith('+') ? ['1', fields[0]] : fields;
      for (const written of terms.split(','))
        listed.add([basename(file, '.tsv'), role, severity, written.trim()].join(' '));
    }
  }
  const strangers = lexiconTerms().filter(({ language, role, severity, text, prefix, exact }) => {
    const written = `${exact ? '=' : ''}${text}${prefix ? '*' : ''}`;
    const spelled = [written, written.replace(/\d+/, '{n}')];
    return !spelled.some((each) => listed.has([language, role, severity, each].join(' ')));
  });
  expect(strangers.map(({ language, role }) => `${language} ${role}`)).toEqual([]);
  const texts = lexiconTerms().map(({ text }) => text);
  expect(texts).toEqual(expect.arrayContaining(['lingerie', 'al gore', 'ガーターベルト', 'décolleté']));
});
