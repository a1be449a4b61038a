import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { documents } from './blocks.ts';
import { rootPath } from './paths.ts';

/** Where VitePress writes the site. */
export const SITE = rootPath('docs/.vitepress/dist');

/** Links of the built site to a page or heading that does not exist, as `page → target`. */
export function deadSiteLinks(site = SITE): string[] {
  const pages = new Map(
    globSync('**/*.html', { cwd: site }).map((page) => [`/${page}`, readFileSync(join(site, page), 'utf8')]),
  );
  return [...pages].flatMap(([page, html]) =>
    [...html.matchAll(/<a [^>]*?href="([^"]*)"/g)]
      .map(([, href]) => href ?? '')
      .filter((href) => !isForeign(href) && !leads(href, page, pages, site))
      .map((href) => `${page} → ${href}`),
  );
}

function leads(href: string, page: string, pages: ReadonlyMap<string, string>, site: string): boolean {
  const { pathname, hash } = new URL(href, `http://site${page}`);
  const path = decodeURIComponent(pathname);
  const target = [path, `${path}.html`, `${path}index.html`].find((candidate) => pages.has(candidate));
  if (target === undefined) return existsSync(join(site, path));
  return hash === '' || (pages.get(target) ?? '').includes(`id="${decodeURIComponent(hash.slice(1))}"`);
}

/** Files, styles, fonts and pictures that a page of the built site would load from another host. */
export function foreignLoads(site = SITE): string[] {
  const found = globSync('**/*.{html,css,js}', { cwd: site }).flatMap((file) => {
    const text = readFileSync(join(site, file), 'utf8');
    const loads = file.endsWith('.html')
      ? /<(?:script|link|img|iframe|source|video|audio)\b[^>]*?(?:src|href)="([^"]*)"/g
      : file.endsWith('.css')
        ? /(?:url\(|@import )["']?([^"')]+)/g
        : /(?:\bimport\(|\bfrom)\s*["']([^"']+)/g;
    return [...text.matchAll(loads)].map(([, target]) => ({ file, target: target ?? '' }));
  });
  return found.filter(({ target }) => isForeign(target)).map(({ file, target }) => `${file}: ${target}`);
}

function isForeign(target: string): boolean {
  return /^(?:[a-z][a-z0-9+.-]*:)?\/\//i.test(target) || /^(?:https?|mailto):/i.test(target);
}

/**
 * Names of files and links in the documents that lead nowhere in the repository: relative links of a README, and code
 * spans that start with a folder of the repository, such as `packages/core/src`.
 */
export function deadFileNames(): string[] {
  return documents().flatMap((document) => {
    const text = readFileSync(rootPath(document), 'utf8').replaceAll(/^( *)```[\s\S]*?^\1```/gm, '');
    const spans = [...text.matchAll(/`((?:packages|test|scripts|examples|docs|deploy)\/[\w./@-]*[\w/])`/g)]
      .map(([, path]) => path ?? '')
      .filter((path) => !/\/(dist|output)\//.test(path) && !existsSync(rootPath(path)));
    const links = [...text.matchAll(/\]\((?![a-z]+:|#|\/)([^)#\s]+)/g)]
      .map(([, path]) => path ?? '')
      .filter((path) => !path.includes('reference/'))
      .filter((path) => !existsSync(join(dirname(rootPath(document)), path)));
    return [...spans, ...links].map((path) => `${document}: ${path}`);
  });
}
