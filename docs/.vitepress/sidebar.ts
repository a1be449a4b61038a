import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DefaultTheme } from 'vitepress';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The pages of each reader, in reading order. */
const READERS: Readonly<Record<string, readonly string[]>> = {
  Start: ['start/index', 'start/how-it-works', 'start/limits'],
  Creators: ['creators/page', 'creators/extension', 'creators/privacy'],
  Operators: [
    'operators/index',
    'operators/automatic1111',
    'operators/generators',
    'operators/comfyui',
    'operators/openai',
    'operators/aws-runtimes',
    'operators/judges',
    'operators/aws',
    'operators/policy',
    'operators/people',
    'operators/blocked-pictures',
    'operators/pictures',
    'operators/words-in-pictures',
    'operators/settings',
    'operators/access',
    'operators/fields',
    'operators/statuses',
    'operators/memory',
    'operators/deploy-node',
    'operators/deploy-docker',
    'operators/deploy-lambda',
    'operators/deploy-lambda-edge',
  ],
  Curators: ['curators/data-sets', 'curators/classifiers', 'curators/comprehend'],
  Developers: [
    'developers/index',
    'developers/http-api',
    'developers/check',
    'developers/generator',
    'developers/dialect',
    'developers/ai-sdk',
    'reference/index',
  ],
  Measurements: [
    'measurements/cost',
    'measurements/hostile-traffic',
    'measurements/images',
    'measurements/blocked-pictures',
    'measurements/prompt-model-card',
    'measurements/prompt-operating-point',
    'measurements/prompt-detection',
    'measurements/prompt-languages',
    'measurements/prompt-speed',
    'measurements/prompt-model-choices',
  ],
};

/** One group of links for each reader; the text of a link is the first heading of its page. */
export function sidebar(): DefaultTheme.SidebarItem[] {
  return [
    ...Object.entries(READERS).map(([text, pages]) => ({ text, collapsed: false, items: pages.map(link) })),
    { text: 'Commands', collapsed: true, items: pagesOf('commands').map(link) },
    { text: 'Decisions', collapsed: true, items: pagesOf('decisions').map(link) },
  ];
}

function pagesOf(folder: string): string[] {
  const names = readdirSync(join(root, folder)).filter((name) => name.endsWith('.md'));
  return names
    .map((name) => `${folder}/${name.slice(0, -'.md'.length)}`)
    .sort((a, b) => Number(b.endsWith('/index')) - Number(a.endsWith('/index')) || a.localeCompare(b));
}

function link(page: string): DefaultTheme.SidebarItem {
  return { text: headingOf(page), link: `/${page.replace(/(^|\/)index$/, '$1')}` };
}

/** The first heading of a page; of a page that only includes another document, that document's. */
function headingOf(page: string): string {
  const file = join(root, `${page}.md`);
  const text = readFileSync(file, 'utf8');
  const included = /<!--@include: (.+?)-->/.exec(text)?.[1];
  const source = included ? readFileSync(join(file, '..', included), 'utf8') : text;
  const heading = /^# (.+)$/m.exec(source)?.[1];
  if (heading === undefined) throw new Error(`${page}.md has no heading of the first level.`);
  return heading.replaceAll('`', '');
}
