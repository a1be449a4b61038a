import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { commandPages, type Page } from './commands.ts';
import { rootPath } from './paths.ts';
import { settingsPage } from './settings.ts';

/** Every page that is written by a program and kept in the repository. */
export async function generatedPages(): Promise<Page[]> {
  return [...(await commandPages()), settingsPage()];
}

/** Writes the generated pages and removes pages of commands that no longer exist. */
export async function generate(): Promise<void> {
  const pages = await generatedPages();
  const kept = new Set(pages.map(({ path }) => `${path}.md`));
  await mkdir(rootPath('docs/commands'), { recursive: true });
  for (const name of await readdir(rootPath('docs/commands'))) {
    if (!kept.has(`commands/${name}`)) await rm(rootPath(`docs/commands/${name}`));
  }
  for (const { path, text } of pages) {
    const file = rootPath(`docs/${path}.md`);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
}

if (process.argv[1] === import.meta.filename) await generate();
