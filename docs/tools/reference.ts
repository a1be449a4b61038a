import { globSync } from 'node:fs';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { Application, type DeclarationReflection } from 'typedoc';
import { z } from 'zod';
import { rootPath } from './paths.ts';

/** A module that a program can import. */
export interface Module {
  /** As it is imported: `@shoji/core/testing`. */
  readonly name: string;
  /** The source file, from the repository's root. */
  readonly file: string;
  readonly description: string;
}

const target = z.union([
  z.string(),
  z.looseObject({ '@shoji/source': z.string() }).transform((conditions) => conditions['@shoji/source']),
]);
const manifestSchema = z.object({
  name: z.string(),
  description: z.string(),
  exports: z.record(z.string(), target).optional(),
});

/** Every module that a package of the workspace exports, in alphabetical order. */
export async function modules(): Promise<Module[]> {
  const folders = await readdir(rootPath('packages'));
  const found = await Promise.all(folders.sort().map(modulesOf));
  return found.flat();
}

async function modulesOf(folder: string): Promise<Module[]> {
  const text = await readFile(rootPath(`packages/${folder}/package.json`), 'utf8').catch(() => '{}');
  const { success, data } = manifestSchema.safeParse(JSON.parse(text));
  if (!success) return [];
  return Object.entries(data.exports ?? {})
    .filter(([, file]) => file.endsWith('.ts'))
    .map(([path, file]) => ({
      name: `${data.name}${path.slice(1)}`,
      file: `packages/${folder}/${file.replace('./', '')}`,
      description: data.description,
    }));
}

/** An export of a module, and whether its comment has an example. */
export interface ExportedName {
  readonly module: string;
  readonly name: string;
  readonly example: boolean;
}

/** Every name that the modules of the workspace export. */
export async function exportedNames(): Promise<ExportedName[]> {
  const { project } = await read(await modules(), []);
  return (project.children ?? []).flatMap((module) =>
    (module.children ?? []).map((child) => ({
      module: module.name,
      name: child.name,
      example: hasExample(child),
    })),
  );
}

function hasExample(reflection: DeclarationReflection): boolean {
  const comments = [reflection.comment, ...(reflection.signatures ?? []).map(({ comment }) => comment)];
  return comments.some((comment) => comment?.getTag('@example') !== undefined);
}

/** Writes the reference: one page for each module, and a list of them. It is made anew for each build of the site. */
export async function writeReference(): Promise<void> {
  const out = rootPath('docs/reference');
  await rm(out, { recursive: true, force: true });
  const all = await modules();
  const { app, project } = await read(all, ['typedoc-plugin-markdown']);
  app.options.setValue('outputs', [{ name: 'markdown', path: out }]);
  await app.generateOutputs(project);
  const pages = new Map<string, string>();
  for (const file of globSync('**/*.md', { cwd: out })) {
    await shortenLiterals(`${out}/${file}`);
    const heading = /^# `(.+)`$/m.exec(await readFile(`${out}/${file}`, 'utf8'))?.[1];
    if (heading !== undefined) pages.set(heading, file);
  }
  const rows: string[] = [];
  for (const module of all) {
    const page = pages.get(module.name);
    if (page === undefined) throw new Error(`TypeDoc wrote no page of ${module.name}.`);
    rows.push(`| [\`${module.name}\`](./${page}) | ${await summaryOf(module)} |`);
  }
  await writeFile(
    `${out}/index.md`,
    `# Reference\n\n| module | what it holds |\n| --- | --- |\n${rows.join('\n')}\n`,
  );
}

/** The first sentence of the comment at the start of a module's file, or else its package's description. */
async function summaryOf({ file, description }: Module): Promise<string> {
  const comment = /^\/\*\*(.*?)\*\//s.exec(await readFile(rootPath(file), 'utf8'))?.[1] ?? '';
  const text = comment.replaceAll(/\n \*/g, ' ').replaceAll(/\s+/g, ' ').trim();
  return /^.+?\.(?= |$)/.exec(text)?.[0] ?? (text || description);
}

/** Replaces string literals that are data, such as the weights of a model, by their type. */
async function shortenLiterals(file: string): Promise<void> {
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replaceAll(/`"[^"`]{200,}"`/g, '`string`'));
}

async function read(of: readonly Module[], plugin: string[]) {
  const app = await Application.bootstrapWithPlugins({
    entryPoints: of.map(({ file }) => rootPath(file)),
    tsconfig: rootPath('docs/tsconfig.reference.json'),
    plugin,
    readme: 'none',
    // The types are checked by `npm run check`, with the compiler that the project uses.
    skipErrorChecking: true,
    excludePrivate: true,
    excludeInternal: true,
    excludeExternals: true,
    disableSources: true,
    disableGit: true,
    logLevel: 'Error',
    ...(plugin.length > 0 && {
      outputFileStrategy: 'modules',
      entryFileName: 'index',
      hidePageHeader: true,
      hideBreadcrumbs: true,
      excludeScopesInPaths: true,
      useHTMLEncodedBrackets: true,
      // Links between names then do not depend on how the site makes ids of headings.
      useHTMLAnchors: true,
      pageTitleTemplates: { module: '`{name}`' },
      parametersFormat: 'table',
      interfacePropertiesFormat: 'table',
      classPropertiesFormat: 'table',
      typeDeclarationFormat: 'table',
      propertyMembersFormat: 'table',
    }),
  });
  const project = await app.convert();
  if (project === undefined) throw new Error('TypeDoc cannot read the packages.');
  for (const module of project.children ?? []) {
    module.name =
      of.find(({ file }) => file.replace(/^packages\/(.+?)(\/index)?\.ts$/, '$1') === module.name)?.name ??
      module.name;
  }
  return { app, project };
}

if (process.argv[1] === import.meta.filename) await writeReference();
