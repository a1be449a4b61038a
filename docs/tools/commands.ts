import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { rootPath } from './paths.ts';

const run = promisify(execFile);

/** A page of the site: its path below `docs/`, without `.md`, and its text. */
export interface Page {
  readonly path: string;
  readonly text: string;
}

/** The file that npm's script `shoji` starts. */
export const SHOJI = rootPath('packages/cli/src/main.ts');

/**
 * One page for each command of `shoji`, in the order in which `--help` lists them. A page shows what `--help` prints.
 * @throws when a command's `--help` ends with another exit code than 0.
 */
export async function commandPages(): Promise<Page[]> {
  return pagesBelow([]);
}

async function pagesBelow(words: readonly string[]): Promise<Page[]> {
  const help = await helpOf(words);
  const below = await Promise.all(commandsIn(help).map((name) => pagesBelow([...words, name])));
  return [{ path: `commands/${['shoji', ...words].join('-')}`, text: page(words, help) }, ...below.flat()];
}

async function helpOf(words: readonly string[]): Promise<string> {
  const { stdout } = await run(process.execPath, ['--conditions=@shoji/source', SHOJI, ...words, '--help'], {
    env: { ...process.env, COLUMNS: '80', NO_COLOR: '1' },
  });
  return stdout.trim();
}

/** The names in the section "Commands:" of a help text, `help` left out. */
function commandsIn(help: string): string[] {
  const section = /^Commands:\n((?: .*\n?)+)/m.exec(help)?.[1] ?? '';
  return [...section.matchAll(/^ {2}([a-z][a-z-]*)/gm)]
    .map(([, name]) => name ?? '')
    .filter((name) => name !== 'help');
}

function page(words: readonly string[], help: string): string {
  const command = ['shoji', ...words].join(' ');
  const note =
    words.length === 0
      ? 'From a checkout, write `npm run -s shoji --` in place of `shoji`. Without a checkout, write `npx @shoji/cli`.\n\n'
      : '';
  return `<!-- Written by \`npm run docs:generate\` from \`${command} --help\`. -->\n\n# \`${command}\`\n\n${note}\`\`\`txt\n${help}\n\`\`\`\n`;
}
