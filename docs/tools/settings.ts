import { CATEGORIES, presets } from '@shoji/core';
import { z } from 'zod';
import { VARIABLES } from '../../packages/cli/src/commands/serve/variables.ts';
import { policySchema } from '../../packages/core/src/policy/schema.ts';
import type { Page } from './commands.ts';
import { interfaceProperties, literalProperties, type Property } from './comments.ts';

const SCHEMA = 'packages/core/src/policy/schema.ts';
const jsonSchema = z.looseObject({
  type: z.string().optional(),
  enum: z.array(z.string()).optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
});

/** The page of all settings: the configuration file, the policy and the environment, written from their sources. */
export function settingsPage(): Page {
  const text = `<!-- Written by \`npm run docs:generate\` from the interfaces, the policy's schema and the presets. -->

# Settings

Flags override environment variables, which override the configuration file.

## The configuration file

\`shoji.config.ts\` exports \`defineConfig({ … })\`. Without \`--config\`, \`shoji\` reads it from the current folder.

${properties(interfaceProperties('packages/edge-proxy/src/config.ts', 'ShojiConfig'))}

### \`access\`

${properties([
  ...interfaceProperties('packages/edge-proxy/src/access/admission.ts', 'AdmissionRules'),
  ...interfaceProperties('packages/edge-proxy/src/app.ts', 'Access'),
])}

## The environment and flags

Variables of \`shoji serve\`. [Deploy on AWS Lambda](deploy-lambda.md#environment) lists those of the function.

${table(
  ['variable', 'flag', 'what it sets'],
  VARIABLES.map(({ name, flag, what }) => [
    name
      .split(', ')
      .map((each) => `\`${each}\``)
      .join(', '),
    flag ? `\`${flag}\`` : '',
    what ?? `as the flag in [\`shoji serve\`](../commands/shoji-serve.md)`,
  ]),
)}

## The policy

A policy is the name of a preset, or \`{ extends: 'standard', … }\` with some of these values replaced. Times are milliseconds, scores are from 0 to 1. The last three columns are the values of the presets.

${policyTable()}

### Thresholds of prompts

\`strict\`, \`standard\` and \`mature\`; "–" means that the category is not restricted.

${thresholds('prompt', ['warn', 'reject'])}

### Thresholds of images

${thresholds('image', ['blur', 'withhold'])}
`;
  return { path: 'operators/settings', text };
}

function properties(rows: readonly Property[]): string {
  return table(
    ['setting', 'type', 'what it does'],
    rows.map(({ path, type, comment }) => [`\`${path}\``, `\`${type}\``, comment]),
  );
}

function policyTable(): string {
  const all = literalProperties(SCHEMA, 'policySchema');
  const commentOf = (path: string) => all.find((property) => property.path === path)?.comment ?? '';
  const rows = all
    .filter(({ path }) => schemaOf(path).type !== 'object')
    .map(({ path, comment }) => [
      `\`${path}\``,
      boundsOf(schemaOf(path)),
      comment || commentOf(path.replace(/\.[^.]*$/, '')),
      ...Object.values(presets).map((preset) => valueIn(preset, path)),
    ]);
  return table(['setting', 'value', 'what it does', ...Object.keys(presets)], rows);
}

/** The part of the policy's JSON Schema that describes one setting. */
function schemaOf(path: string): z.infer<typeof jsonSchema> {
  let schema = jsonSchema.parse(z.toJSONSchema(policySchema));
  for (const name of path.split('.')) schema = jsonSchema.parse(schema.properties?.[name]);
  return schema;
}

/** The allowed values of a setting in words. */
function boundsOf({ enum: words, type, minimum, maximum }: z.infer<typeof jsonSchema>): string {
  if (words) return words.map((value) => `\`${value}\``).join(', ');
  if (minimum !== undefined) return `${minimum} to ${maximum?.toLocaleString('en')}`;
  if (type === 'boolean') return '`true`, `false`';
  return type === 'array' ? 'a list of names' : 'a word';
}

function valueIn(preset: object, path: string): string {
  const value = path.split('.').reduce<unknown>((at, name) => field(at, name), preset);
  if (value === undefined) return '–';
  if (typeof value === 'number') return value.toLocaleString('en');
  if (Array.isArray(value)) return value.map((name) => `\`${String(name)}\``).join(', ') || 'empty';
  return `\`${String(value)}\``;
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function thresholds(side: 'prompt' | 'image', actions: readonly [string, string]): string {
  const names = Object.keys(presets);
  const rows = CATEGORIES.map((category) => [
    `\`${category}\``,
    ...Object.values(presets).map(
      (preset) =>
        actions
          .map((action) => [action, field(field(preset[side], category), action)])
          .filter(([, score]) => score !== undefined)
          .map((pair) => pair.join(' '))
          .join(', ') || '–',
    ),
  ]);
  return table(['category', ...names], rows);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(escaped).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Text for a cell of a table: outside of code, the site would take `<` for the start of an element. */
function escaped(cell: string): string {
  const parts = cell.replaceAll('|', '\\|').split(/(`[^`]*`)/);
  return parts.map((part) => (part.startsWith('`') ? part : part.replaceAll('<', '&lt;'))).join('');
}
