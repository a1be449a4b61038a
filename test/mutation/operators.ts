import type { ESTree } from 'vite';
import type { Visit } from './syntax.ts';

/** One change of a module's text, in UTF-16 offsets of its source. */
export interface Edit {
  readonly operator: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const COMPARISONS: Readonly<Record<string, string>> = {
  '<': '<=',
  '<=': '<',
  '>': '>=',
  '>=': '>',
  '===': '!==',
  '!==': '===',
};
const ARITHMETIC: Readonly<Record<string, string>> = {
  '+': '-',
  '-': '+',
  '*': '/',
  '/': '*',
  '%': '*',
  '<<': '>>',
  '>>': '<<',
  '&': '|',
  '|': '&',
};
const ASSIGNMENTS: Readonly<Record<string, string>> = {
  '+=': '-=',
  '-=': '+=',
  '*=': '/=',
  '/=': '*=',
  '??=': '=',
};
const METHODS: Readonly<Record<string, string>> = {
  min: 'max',
  max: 'min',
  some: 'every',
  every: 'some',
  startsWith: 'endsWith',
  endsWith: 'startsWith',
  toLowerCase: 'toUpperCase',
  toUpperCase: 'toLowerCase',
  floor: 'ceil',
  ceil: 'floor',
};
/** Wording is not behaviour: texts of two words and more are for people, and no mutant empties them. */
const WORDING = /\p{L}\S*\s+\S*\p{L}/u;
/** The largest number that a mutant increases by one; larger numbers are doubled. */
const SMALL = 16;

/** The changes that are made at one node. Each alone makes one mutant. */
export function edits({ node, parents }: Visit, source: string): Edit[] {
  const replace = (operator: string, at: { start: number; end: number }, text: string): Edit => ({
    operator,
    start: at.start,
    end: at.end,
    text,
  });
  const textOf = (at: { start: number; end: number }) => source.slice(at.start, at.end);
  /** The position of the operator between two operands, which a comment with the same operator would move. */
  const between = (left: ESTree.Node, right: ESTree.Node, token: string) => {
    const start = source.indexOf(token, left.end);
    return start < 0 || start >= right.start ? undefined : { start, end: start + token.length };
  };
  const swapped = (
    operator: string,
    table: Readonly<Record<string, string>>,
    operands: { left: ESTree.Node; right: ESTree.Node; operator: string },
  ) => {
    const other = table[operands.operator];
    const place = between(operands.left, operands.right, operands.operator);
    return other && place ? [replace(operator, place, other)] : [];
  };

  switch (node.type) {
    case 'BinaryExpression':
      if (node.operator === '+' && [node.left, node.right].some(isText)) return [];
      return [...swapped('comparison', COMPARISONS, node), ...swapped('arithmetic', ARITHMETIC, node)];
    case 'LogicalExpression':
      return node.operator === '??'
        ? [replace('fallback dropped', node, textOf(node.left))]
        : swapped('logic', { '&&': '||', '||': '&&' }, node);
    case 'AssignmentExpression':
      return swapped('assignment', ASSIGNMENTS, node);
    case 'UpdateExpression': {
      const other = node.operator === '++' ? '--' : '++';
      const argument = textOf(node.argument);
      return [replace('arithmetic', node, node.prefix ? `${other}${argument}` : `${argument}${other}`)];
    }
    case 'UnaryExpression':
      return node.operator === '!' ? [replace('negation dropped', node, textOf(node.argument))] : [];
    case 'IfStatement':
      return [
        ...negated(node.test, textOf),
        ...(node.alternate || !leaves(node.consequent) ? [] : [replace('early exit removed', node, '{}')]),
      ];
    case 'ConditionalExpression':
      return negated(node.test, textOf);
    case 'WhileStatement':
      return [replace('loop skipped', node.test, 'false')];
    case 'Literal':
      return literal(node, parents).map((text) => replace('literal', node, text));
    case 'TemplateLiteral':
      if (parents.at(-1)?.type === 'TaggedTemplateExpression' || WORDING.test(textOf(node))) return [];
      return [replace('literal', node, "''")];
    case 'ArrayExpression':
      return node.elements.length === 0 ? [] : [replace('emptied array', node, '[]')];
    case 'ObjectExpression':
      return node.properties.length < 2
        ? node.properties.map(() => replace('emptied object', node, '{}'))
        : node.properties.map((property) =>
            replace(
              property.type === 'SpreadElement' ? 'spread dropped' : 'property dropped',
              withComma(property, source),
              '',
            ),
          );
    case 'SpreadElement':
      return parents.at(-1)?.type === 'ObjectExpression'
        ? []
        : [replace('spread dropped', withComma(node, source), '')];
    case 'CallExpression':
    case 'NewExpression': {
      const last = node.arguments.at(-1);
      const before = node.arguments.at(-2);
      return last && before && last.type !== 'SpreadElement'
        ? [replace('argument dropped', { start: before.end, end: last.end }, '')]
        : [];
    }
    case 'MemberExpression': {
      const name = node.property.type === 'Identifier' && !node.computed ? node.property.name : '';
      const other = METHODS[name];
      const called = parents.at(-1);
      return other && called?.type === 'CallExpression' && called.callee === node
        ? [replace('method', node.property, other)]
        : [];
    }
    case 'ExpressionStatement':
      return 'directive' in node && node.directive ? [] : [replace('statement removed', node, ';')];
    case 'ReturnStatement':
      return node.argument && textOf(node.argument) !== 'undefined'
        ? [replace('result dropped', node.argument, 'undefined')]
        : [];
    case 'JSXAttribute':
      // Only style sheets give a class an effect, and only a browser applies them.
      return node.name.name === 'class' ? [] : [replace('attribute dropped', node, '')];
    default:
      return [];
  }

  function negated(test: ESTree.Node, text: typeof textOf): Edit[] {
    // A comparison and a negation are turned round by themselves already.
    const itself = test.type === 'UnaryExpression' ? test.operator === '!' : isEquality(test);
    return itself ? [] : [replace('condition negated', test, `!(${text(test)})`)];
  }
}

function isEquality(node: ESTree.Node): boolean {
  return node.type === 'BinaryExpression' && (node.operator === '===' || node.operator === '!==');
}

function isText(node: ESTree.Node): boolean {
  return node.type === 'TemplateLiteral' || (node.type === 'Literal' && typeof node.value === 'string');
}

/** Whether a branch leaves its block: what follows runs for the others only. */
function leaves(branch: ESTree.Node): boolean {
  const last = branch.type === 'BlockStatement' ? branch.body.at(-1) : branch;
  return /^(?:Return|Throw|Continue|Break)Statement$/.test(last?.type ?? '');
}

/** A literal's other values; none for a literal that is wording, a name or an address. */
function literal(node: Extract<ESTree.Node, { type: 'Literal' }>, parents: readonly ESTree.Node[]): string[] {
  const parent = parents.at(-1)?.type;
  if (parent === 'ExpressionStatement' || parent === 'ImportExpression' || parent === 'JSXAttribute')
    return [];
  if (typeof node.value === 'boolean') return [String(!node.value)];
  if (typeof node.value === 'number')
    return [String(Number.isInteger(node.value) && node.value <= SMALL ? node.value + 1 : node.value * 2)];
  if (typeof node.value === 'string')
    return WORDING.test(node.value) ? [] : [node.value === '' ? "'mutant'" : "''"];
  if (!('regex' in node)) return [];
  const { pattern, flags } = node.regex;
  return [
    ...(pattern.startsWith('^') ? [`/${pattern.slice(1)}/${flags}`] : []),
    ...(pattern.endsWith('$') && !pattern.endsWith('\\$') ? [`/${pattern.slice(0, -1)}/${flags}`] : []),
  ].filter((text) => !text.startsWith('//'));
}

/** An element of a list with the comma after it. */
function withComma(node: ESTree.Node, source: string): { start: number; end: number } {
  const comma = /^\s*,/.exec(source.slice(node.end));
  return { start: node.start, end: node.end + (comma?.[0].length ?? 0) };
}
