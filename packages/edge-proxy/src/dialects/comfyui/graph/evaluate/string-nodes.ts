import { type Budget, Unevaluable } from '../../../../dialect-kit/python/budget.ts';
import { pythonRegex, pythonSub } from '../../../../dialect-kit/python/python-regex.ts';
import {
  capitalize,
  pythonLength,
  pythonReplace,
  pythonSlice,
  titleCase,
  trimEnd,
  trimStart,
} from '../../../../dialect-kit/python/python-text.ts';

/** The result of a string node. */
export type Scalar = string | number | boolean;

/** A node's inputs by name, converted as ComfyUI converts what a widget holds. Each throws Unevaluable. */
export interface Arguments {
  text(input: string): string;
  whole(input: string, missing?: number): number;
  flag(input: string, missing?: boolean): boolean;
}

type Evaluate = (given: Arguments, budget: Budget) => Scalar;

/** A class of nodes that computes texts, as `comfy_extras/nodes_string.py` and its neighbours define them. */
export interface StringNode {
  readonly evaluate: Evaluate;
  /** Whether its output contains every letter of its input, so that a partly known text stays partly known. */
  readonly keeps: boolean;
}

/** The string nodes of ComfyUI by class. A map, because class names come from the client. */
export const STRING_NODES: ReadonlyMap<string, StringNode> = new Map([
  keeping('PrimitiveString', (given) => given.text('value')),
  keeping('PrimitiveStringMultiline', (given) => given.text('value')),
  keeping('CustomCombo', (given) => given.text('choice')),
  keeping('StringConcatenate', (given) => {
    return given.text('string_a') + given.text('delimiter') + given.text('string_b');
  }),
  keeping('AddTextPrefix', (given) => given.text('prefix') + given.text('texts')),
  keeping('AddTextSuffix', (given) => given.text('texts') + given.text('suffix')),
  keeping('StringTrim', (given) => {
    const text = given.text('string');
    const mode = given.text('mode');
    if (mode === 'Both') return trimStart(trimEnd(text));
    return mode === 'Left' ? trimStart(text) : mode === 'Right' ? trimEnd(text) : text;
  }),
  keeping('StripWhitespace', (given) => trimStart(trimEnd(given.text('texts')))),
  keeping('CaseConverter', (given) => changeCase(given.text('string'), given.text('mode'))),
  keeping('TextToLowercase', (given) => given.text('texts').toLowerCase()),
  keeping('TextToUppercase', (given) => given.text('texts').toUpperCase()),
  changing('StringSubstring', (given) => {
    return pythonSlice(given.text('string'), given.whole('start'), given.whole('end'));
  }),
  changing('TruncateText', (given) => pythonSlice(given.text('texts'), 0, given.whole('max_length'))),
  changing('StringReplace', (given, budget) => {
    return pythonReplace(given.text('string'), given.text('find'), given.text('replace'), budget);
  }),
  changing('ReplaceText', (given, budget) => {
    return pythonReplace(given.text('texts'), given.text('find'), given.text('replace'), budget);
  }),
  changing('StringLength', (given) => pythonLength(given.text('string'))),
  changing('StringContains', (given) => {
    const [text, part] = cased(given, 'string', 'substring');
    return text.includes(part);
  }),
  changing('StringCompare', (given) => {
    const [text, other] = cased(given, 'string_a', 'string_b');
    switch (given.text('mode')) {
      case 'Equal':
        return text === other;
      case 'Starts With':
        return text.startsWith(other);
      case 'Ends With':
        return text.endsWith(other);
      default:
        throw new Unevaluable('uses an unknown comparison');
    }
  }),
  changing('RegexMatch', (given, budget) => {
    return regexOf(given, budget).search(given.text('string')) !== undefined;
  }),
  changing('RegexExtract', extract),
  changing('RegexReplace', (given, budget) => {
    const regex = regexOf(given, budget);
    return pythonSub(regex, given.text('replace'), given.text('string'), given.whole('count', 0), budget);
  }),
]);

function keeping(name: string, evaluate: Evaluate): [string, StringNode] {
  return [name, { evaluate, keeps: true }];
}

function changing(name: string, evaluate: Evaluate): [string, StringNode] {
  return [name, { evaluate, keeps: false }];
}

function changeCase(text: string, mode: string): string {
  switch (mode) {
    case 'UPPERCASE':
      return text.toUpperCase();
    case 'lowercase':
      return text.toLowerCase();
    case 'Capitalize':
      return capitalize(text);
    case 'Title Case':
      return titleCase(text);
    default:
      return text;
  }
}

function cased(given: Arguments, first: string, second: string): [string, string] {
  const texts = [given.text(first), given.text(second)] as const;
  return given.flag('case_sensitive', true)
    ? [texts[0], texts[1]]
    : [texts[0].toLowerCase(), texts[1].toLowerCase()];
}

function regexOf(given: Arguments, budget: Budget) {
  const flags = {
    ignoreCase: given.flag('case_insensitive', true),
    multiline: given.flag('multiline', false),
    dotAll: given.flag('dotall', false),
  };
  return pythonRegex(given.text('regex_pattern'), flags, budget);
}

/** The separator that ComfyUI's nodes put between several matches. */
const BETWEEN = '\n';

function extract(given: Arguments, budget: Budget): string {
  const regex = regexOf(given, budget);
  const text = given.text('string');
  const index = given.whole('group_index', 1);
  switch (given.text('mode')) {
    case 'First Match':
      return regex.search(text)?.groups[0] ?? '';
    case 'First Group': {
      const match = regex.search(text);
      return match === undefined || index > regex.groups ? '' : present(match.groups[index]);
    }
    case 'All Matches': {
      // `re.findall` gives the first group, where there is one, in place of the match.
      const group = regex.groups > 0 ? 1 : 0;
      return regex
        .findAll(text)
        .map((match) => match.groups[group] ?? '')
        .join(BETWEEN);
    }
    case 'All Groups': {
      const matches = regex.groups > 0 && index <= regex.groups ? regex.findAll(text) : [];
      return matches.map((match) => present(match.groups[index])).join(BETWEEN);
    }
    default:
      return '';
  }
}

/** A group without a match is None in Python, at which ComfyUI fails. */
function present(group: string | undefined): string {
  if (group === undefined) throw new Unevaluable('extracts a group that matched nothing');
  return group;
}
