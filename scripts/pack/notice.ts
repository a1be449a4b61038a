import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ROOT, type WorkspacePackage } from './workspace.ts';

/**
 * The NOTICE of a packed package: of the repository's NOTICE its first lines, and each paragraph that names a path
 * inside this package.
 */
export function noticeOf({ folder }: WorkspacePackage): string {
  return noticeFor(basename(folder), readFileSync(join(ROOT, 'NOTICE'), 'utf8'));
}

/** @param folder The name of the package's folder in `packages/`. */
export function noticeFor(folder: string, notice: string): string {
  const [head = '', ...paragraphs] = notice.trimEnd().split(/\n{2,}/);
  const own = paragraphs.filter((paragraph) => paragraph.includes(`packages/${folder}/`));
  const introduction =
    'What follows is in this package and comes from others. Paths are those of the repository.';
  return `${[head, ...(own.length > 0 ? [introduction, ...own] : [])].join('\n\n')}\n`;
}
