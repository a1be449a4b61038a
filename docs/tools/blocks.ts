import { globSync, readFileSync } from 'node:fs';
import { rootPath } from './paths.ts';

/** One fenced block of code of a document. */
export interface Block {
  /** The document and the line of the fence, e.g. `docs/start/index.md:12`. */
  readonly at: string;
  /** The fence's first word: `ts`, `sh`, `json`. */
  readonly language: string;
  /** Whether the fence says `run`: the block is executed by the tests. */
  readonly run: boolean;
  readonly code: string;
  /** Expected output of the block: the text of a fence `txt output` that follows it, if any. */
  readonly output: string | undefined;
}

/** Every document of the repository that people read: the site, and the README files. Paths from the root. */
export function documents(): string[] {
  const found = globSync(
    ['*.md', 'docs/**/*.md', 'packages/**/*.md', 'examples/**/*.md', '.changeset/*.md'],
    {
      cwd: rootPath(''),
      exclude: (path) => /(^|\/)(node_modules|dist|api|reference|\.build|CHANGELOG\.md)$/.test(path),
    },
  );
  return found.sort();
}

const FENCE = /^( *)(`{3,})([^\n`]*)\n([\s\S]*?)^\1\2[ \t]*$/gm;

/** The blocks of code of one document. */
export function blocksOf(document: string): Block[] {
  const text = readFileSync(rootPath(document), 'utf8');
  const fences = [...text.matchAll(FENCE)].map((match) => {
    const [whole, indent = '', , info = '', body = ''] = match;
    const [language = '', ...words] = info.trim().split(/\s+/);
    const code = body.replaceAll(new RegExp(`^${indent}`, 'gm'), '');
    const line = text.slice(0, match.index).split('\n').length;
    return {
      at: `${document}:${line}`,
      language,
      words,
      code,
      start: match.index,
      end: match.index + whole.length,
    };
  });
  return fences.map(({ at, language, words, code, end }, index) => {
    const next = fences[index + 1];
    const follows = next?.words.includes('output') && text.slice(end, next.start).trim() === '';
    return { at, language, run: words.includes('run'), code, output: follows ? next?.code : undefined };
  });
}
