import { execFile } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { runBlock, typeErrors, writeBlocks } from '../../docs/tools/check-blocks.ts';
import { deadFileNames, deadSiteLinks, foreignLoads, SITE } from '../../docs/tools/check-site.ts';
import { generatedPages } from '../../docs/tools/generate.ts';
import { rootPath } from '../../docs/tools/paths.ts';
import { exportedNames } from '../../docs/tools/reference.ts';

const run = promisify(execFile);

describe('the site', () => {
  beforeAll(async () => {
    await run('npm', ['run', '-s', 'docs:build'], { cwd: rootPath('') });
  });

  it('has no dead link', () => {
    expect(globSync('**/*.html', { cwd: SITE }).length).toBeGreaterThan(50);
    expect(deadSiteLinks()).toEqual([]);
  });

  it('loads nothing from other hosts', () => {
    expect(foreignLoads()).toEqual([]);
  });

  it('lists every page in the sidebar', () => {
    const home = readFileSync(`${SITE}/start/index.html`, 'utf8');
    const pages = globSync('docs/**/*.md', {
      cwd: rootPath(''),
      exclude: ['docs/node_modules', 'docs/.build'],
    })
      .map((page) => page.replace(/^docs\//, '/').replace(/\.md$/, ''))
      .filter((page) => page !== '/index' && !page.startsWith('/reference/'));
    expect(pages.filter((page) => !home.includes(`href="${page.replace(/\/index$/, '/')}`))).toEqual([]);
  });
});

describe('the documents', () => {
  const blocks = writeBlocks();
  const toRun = blocks.filter(({ block }) => block.run);

  it('have only TypeScript that compiles', async () => {
    expect(blocks.length).toBeGreaterThan(15);
    expect(await typeErrors(blocks)).toEqual([]);
  });

  it.each(toRun.map((written) => [written.block.at, written] as const))('%s runs', async (_, written) => {
    const { code, output } = await runBlock(written);
    expect({ code, output }).toEqual({ code: 0, output: written.block.output ?? output });
  });

  it('name only existing files', () => {
    expect(deadFileNames()).toEqual([]);
  });

  it('have up-to-date generated pages (npm run docs:generate)', async () => {
    for (const { path, text } of await generatedPages()) {
      const file = rootPath(`docs/${path}.md`);
      expect(existsSync(file) ? readFileSync(file, 'utf8') : '', path).toBe(text);
    }
  });
});

describe('the reference', () => {
  it('shows an example of each name of core', async () => {
    const names = (await exportedNames()).filter(({ module }) => module === '@shoji/core');
    expect(names.length).toBeGreaterThan(30);
    expect(names.filter(({ example }) => !example).map(({ name }) => name)).toEqual([]);
  });
});
