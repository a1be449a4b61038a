import { globSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CATEGORIES } from '@shoji/core';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (path: string) => readFileSync(join(root, path), 'utf8');

/** An issue form as GitHub reads it. */
const form = z.strictObject({
  name: z.string().min(1),
  description: z.string().min(1),
  labels: z.array(z.string()),
  body: z.array(
    z.strictObject({
      type: z.enum(['markdown', 'input', 'textarea', 'dropdown', 'checkboxes']),
      id: z
        .string()
        .regex(/^[a-z-]+$/)
        .optional(),
      attributes: z.looseObject({
        label: z.string().optional(),
        value: z.string().optional(),
        options: z.array(z.union([z.string(), z.strictObject({ label: z.string() })])).optional(),
      }),
      validations: z.strictObject({ required: z.boolean() }).optional(),
    }),
  ),
});
const formOf = (name: string) => form.parse(parse(read(`.github/ISSUE_TEMPLATE/${name}.yml`)));

describe('issue forms', () => {
  it.each(['bug', 'feature', 'got-past'])('%s is a form with a question', (name) => {
    const { body } = formOf(name);
    const questions = body.filter(({ type }) => type !== 'markdown');
    const ids = questions.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(questions.filter(({ id, attributes }) => !id || !attributes.label)).toEqual([]);
    expect(questions.some(({ validations }) => validations?.required)).toBe(true);
  });

  it('ask for policy, check and a masked text when something got past', () => {
    const required = formOf('got-past')
      .body.filter(({ validations }) => validations?.required)
      .map(({ id }) => id);
    expect(required).toEqual(expect.arrayContaining(['policy', 'check', 'masked']));
  });

  it('name every category', () => {
    const category = formOf('got-past').body.find(({ id }) => id === 'category');
    expect(category?.attributes.options).toEqual([...CATEGORIES]);
  });
});

describe('SECURITY.md', () => {
  it('is linked from the README, and defines what counts as a bypass', () => {
    expect(read('README.md')).toContain('](SECURITY.md)');
    expect(read('SECURITY.md')).toMatch(/^## What counts$[\s\S]*^## What does not count$/m);
  });
});

describe('environment variables', () => {
  it('are all named on the site', () => {
    const sources = globSync('packages/*/{src,deploy}/**/*.ts', { cwd: root }).filter(
      (file) => !/\.(test|test-helper)\.ts$/.test(file),
    );
    const used = sources.flatMap((file) => read(file).match(/\bSHOJI_[A-Z_]+\b/g) ?? []);
    const pages = `${read('docs/operators/settings.md')}\n${read('docs/operators/deploy-lambda.md')}`;
    expect([...new Set(used)].filter((name) => !pages.includes(`\`${name}`))).toEqual([]);
  });
});

describe('changesets', () => {
  const folders = readdirSync(join(root, 'packages'));
  const names = folders.map(
    (folder) =>
      z.object({ name: z.string() }).parse(JSON.parse(read(`packages/${folder}/package.json`))).name,
  );

  it('give all packages one version', () => {
    const { fixed } = z
      .object({ fixed: z.array(z.array(z.string())) })
      .parse(JSON.parse(read('.changeset/config.json')));
    expect(fixed.flat().sort()).toEqual(names.sort());
  });

  const notes = readdirSync(join(root, '.changeset')).filter(
    (name) => name.endsWith('.md') && name !== 'README.md',
  );
  it.each(notes)('%s names existing packages, and has a text', (note) => {
    const [, head = '', text = ''] = read(`.changeset/${note}`).split(/^---$/m);
    const bumps = z.record(z.string(), z.enum(['patch', 'minor', 'major'])).parse(parse(head));
    expect(Object.keys(bumps).filter((name) => !names.includes(name))).toEqual([]);
    expect(text.trim()).not.toBe('');
  });
});

/** Phrases that readers stumble over; CONTRIBUTING.md has the rule. */
const AVOIDED =
  /\b(?:is|are|was|were) none\b|\bof (?:its|their|our) own\b|\b[Tt](?:ells?|old) of\b|\b[Ww]hoever\b|\b[Tt]his is no\b|\bsuch a one\b/g;

/** Words that must not begin a sentence. */
const FIRST = '(?:What|Who|Nobody|Until)';
const IN_PROSE = new RegExp(`(?:^\\s*(?:[-*] |\\d+\\. )?|[.:;] )\\**${FIRST} [^?]*$`);
const IN_COMMENT = new RegExp(`(?:/\\*\\*|//|^\\s*\\*|(?:/\\*\\*|//|^\\s*\\*).*[.!] ) ?${FIRST} `);
const IN_MESSAGE = new RegExp(`(?:['"\`]|[.!] )${FIRST} [a-z][^?]*$`);

/** The lines of a document without code, tables, quotations, titles and front matter; others are empty. */
function prose(text: string): string[] {
  let inCode = false;
  return text.split('\n').map((line) => {
    if (/^\s*```/.test(line)) inCode = !inCode;
    return inCode || /^\s*[#|>]|^ +(?:text|details|tagline): /.test(line) ? '' : line;
  });
}

/** Whether a line of a file has a sentence that begins with one of these words. Questions may. */
function sentences(file: string): string[] {
  if (file.endsWith('.md')) return prose(read(file)).map((line) => (IN_PROSE.test(line) ? line.trim() : ''));
  const hasMessages = /^packages\/[^/]+\/src\//.test(file) && !/\.test\.|test-helper/.test(file);
  return read(file)
    .split('\n')
    .map((line) => (IN_COMMENT.test(line) || (hasMessages && IN_MESSAGE.test(line)) ? line.trim() : ''));
}

describe('the words of sources, documents and tests', () => {
  const files = globSync('{packages,docs,examples,scripts,test,.changeset}/**/*.{ts,tsx,mjs,md,grit}', {
    cwd: root,
    exclude: (name) => /^(node_modules|dist|data|lists|fixtures|weights|api)$|\.generated\./.test(name),
  });

  it('avoid phrases that are hard to read for people whose first language is another', () => {
    const found = [...files, 'README.md', 'CONTRIBUTING.md', 'SECURITY.md'].flatMap((file) =>
      read(file)
        .split('\n')
        .flatMap((line, at) => (line.match(AVOIDED) ?? []).map((phrase) => `${file}:${at + 1}: ${phrase}`)),
    );
    expect(files.length).toBeGreaterThan(1_000);
    expect(found).toEqual([]);
  });

  it('begin no sentence of a comment, document or message with What, Who, Nobody or Until', () => {
    const found = [...files, 'README.md', 'CONTRIBUTING.md', 'SECURITY.md'].flatMap((file) =>
      sentences(file).flatMap((line, at) => (line === '' ? [] : [`${file}:${at + 1}: ${line}`])),
    );
    expect(found).toEqual([]);
  });

  it.each([
    ['prose', IN_PROSE, 'It runs. What it reads is judged.', 'What does it read?'],
    ['prose', IN_PROSE, '- **Who may call** is a setting.', 'People who may call have a key.'],
    ['a comment', IN_COMMENT, ' * Until it ends.', ' * Waits until it ends.'],
    ['a comment', IN_COMMENT, ' * It ends. Nobody waits for it.', ' * What-if values of a table.'],
    ['a message', IN_MESSAGE, "fail('What was sent is too long.')", "ask('What is it?')"],
  ])('would notice %s', (_, pattern, bad, good) => {
    expect(pattern.test(bad)).toBe(true);
    expect(pattern.test(good)).toBe(false);
  });
});
