import type { ESTree } from 'vite';
import { parseSync } from 'vite';

/** A node of a syntax tree with its ancestors, the outermost first. */
export interface Visit {
  readonly node: ESTree.Node;
  readonly parents: readonly ESTree.Node[];
}

/** Nodes that exist for the compiler only and still hold an expression that runs. */
const RUNS_INSIDE = new Set(['TSAsExpression', 'TSSatisfiesExpression', 'TSNonNullExpression']);

/** Parts of nodes that hold names, types or addresses of modules: nothing there is an expression. */
const NOT_RUN = new Set([
  'typeAnnotation',
  'typeArguments',
  'typeParameters',
  'returnType',
  'superTypeArguments',
  'implements',
  'source',
  'parent',
]);

/** Every node of a module that runs, outermost first. @throws SyntaxError for an invalid module. */
export function* visits(file: string, source: string): Generator<Visit> {
  const { program, errors } = parseSync(file, source);
  const [error] = errors;
  if (error) throw new SyntaxError(`${file}: ${error.message}`);
  yield* inside(program, []);
}

/** The modules that a module loads when it runs: imports, re-exports and `import()` with a literal; no types. */
export function imports(file: string, source: string): string[] {
  const { module } = parseSync(file, source);
  const loaded = [
    ...module.staticImports
      .filter(({ entries }) => entries.length === 0 || entries.some((entry) => !entry.isType))
      .map(({ moduleRequest }) => moduleRequest.value),
    ...module.staticExports.flatMap(({ entries }) =>
      entries.flatMap((entry) => (entry.moduleRequest && !entry.isType ? [entry.moduleRequest.value] : [])),
    ),
    ...module.dynamicImports.map(({ moduleRequest }) =>
      source.slice(moduleRequest.start + 1, moduleRequest.end - 1),
    ),
  ];
  return [...new Set(loaded)];
}

function* inside(node: ESTree.Node, parents: readonly ESTree.Node[]): Generator<Visit> {
  if (node.type.startsWith('TS') && !RUNS_INSIDE.has(node.type)) return;
  if (node.type === 'ImportDeclaration' || node.type === 'ExportAllDeclaration') return;
  yield { node, parents };
  for (const [name, value] of Object.entries(node)) {
    if (NOT_RUN.has(name) || (name === 'key' && !isComputed(node))) continue;
    for (const child of Array.isArray(value) ? value : [value])
      if (isNode(child)) yield* inside(child, [...parents, node]);
  }
}

function isComputed(node: ESTree.Node): boolean {
  return 'computed' in node && node.computed === true;
}

function isNode(value: unknown): value is ESTree.Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}
