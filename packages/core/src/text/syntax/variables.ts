import { CheckError } from '../../vocabulary/check-error.ts';
import { type View, ViewWriter } from '../view.ts';

const DEEPEST = 16;
const NAME = /\s*([\p{L}\p{N}_-]+)\s*(?:=[!?]?|:|(?=\}))/uy;
/** The longest prompt that variables may make: a multiple of its length, plus a constant. */
const WRITTEN_PER_UNIT = 2;
const WRITTEN_BESIDES = 10_000;

interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * A prompt with the variables of dynamic prompts expanded: `${x=ra}g${x}` as `gra`. A variable that is used before its
 * definition has its first value anywhere. Undefined for a prompt without variables.
 * @throws CheckError when nested variables expand to more text than can be read.
 */
export function withVariables(prompt: string): View | undefined {
  if (!prompt.includes('${')) return undefined;
  const ends = closings(prompt);
  const values = new Map<string, Span>();
  const out = new ViewWriter();
  const most = prompt.length * WRITTEN_PER_UNIT + WRITTEN_BESIDES;

  function visit({ from, to }: Span, depth: number, writes: boolean, each: (found: Variable) => void): void {
    if (depth > DEEPEST || out.length > most)
      throw new CheckError('invalid-input', 'The variables expand to more text than can be checked.');
    for (let at = from; at < to; at++) {
      const end = prompt.startsWith('${', at) ? ends.get(at + 1) : undefined;
      const variable = end === undefined || end > to ? undefined : variableIn(prompt, at + 2, end);
      if (!variable || end === undefined) {
        if (writes) out.addUnit(prompt.charCodeAt(at), at);
        continue;
      }
      each(variable);
      at = end;
    }
  }
  // A value is visible in the whole prompt, because the server's choices decide which part is read first.
  const collect =
    (depth: number) =>
    ({ name, value, sets }: Variable): void => {
      if (sets && value && !values.has(name)) values.set(name, value);
      if (value) visit(value, depth + 1, false, collect(depth + 1));
    };
  const write =
    (depth: number) =>
    ({ name, value, sets }: Variable): void => {
      if (sets && value) {
        values.set(name, value);
        return;
      }
      const said = values.get(name) ?? value;
      if (said) visit(said, depth + 1, true, write(depth + 1));
    };
  const whole = { from: 0, to: prompt.length };
  visit(whole, 0, false, collect(0));
  visit(whole, 0, true, write(0));
  return out.view();
}

interface Variable {
  readonly name: string;
  /** Its value, or its default. */
  readonly value?: Span;
  readonly sets: boolean;
}

function variableIn(prompt: string, from: number, end: number): Variable | undefined {
  NAME.lastIndex = from;
  const [whole, name] = NAME.exec(prompt) ?? [];
  if (whole === undefined || name === undefined) return undefined;
  const value = from + whole.length;
  if (value > end) return undefined;
  if (value === end && !/[=!?:]$/.test(whole)) return { name, sets: false };
  return { name, value: { from: value, to: end }, sets: whole.includes('=') };
}

/** The closing brace of each opening one. */
function closings(prompt: string): Map<number, number> {
  const open: number[] = [];
  const ends = new Map<number, number>();
  for (let at = 0; at < prompt.length; at++) {
    if (prompt[at] === '{') open.push(at);
    else if (prompt[at] === '}') {
      const from = open.pop();
      if (from !== undefined) ends.set(from, at);
    }
  }
  return ends;
}
