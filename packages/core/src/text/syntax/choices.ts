import type { ViewWriter } from '../view.ts';
import { type Group, type Item, isAlternation, isSchedule, type Part } from './parse.ts';

/** Up to this many options, pairs of a group that picks several are read in both orders. */
const MOST_PAIRED = 8;
const PICKS = /^\s*[\d-]*\s*\$\$/;
const WEIGHT = /^\s*\d*\.?\d+\s*$/;

/** A group with alternatives. */
export interface Choice {
  readonly group: Group;
  /** The text of each option. */
  readonly options: readonly Flow[];
  /** Options that come together, as `{2$$a|b|c}` picks them, by their indices; the first is what the base view reads. */
  readonly readings: readonly (readonly number[])[];
  /** The separator between options that are picked together. */
  readonly joiner: string;
  /** The number of choices: itself and those inside it. */
  readonly all: readonly Choice[];
}

/** The parts of a prompt in order: typed offsets, and choices. Emphasis is removed. */
export type Flow = readonly (number | Choice)[];

/** The flow of a parsed prompt. */
export function flowOf(root: Group, prompt: string): Flow {
  const flow: (number | Choice)[] = [];
  addParts(root.parts, root, prompt, flow);
  return flow;
}

function addParts(parts: readonly Part[], group: Group, prompt: string, flow: (number | Choice)[]): void {
  for (const [index, part] of parts.entries()) {
    const isAmount = group.amount !== undefined && part === group.parts[group.parts.length - 1];
    if (index > 0 && part.separator !== '' && !isAmount) flow.push(part.from - 1);
    for (const item of part.items) addItem(item, prompt, flow);
  }
}

function addItem(item: Item, prompt: string, flow: (number | Choice)[]): void {
  if (typeof item === 'number') flow.push(item);
  else if (isAlternation(item) || isSchedule(item)) flow.push(choiceOf(item, prompt));
  else addParts(item.parts, item, prompt, flow);
}

function choiceOf(group: Group, prompt: string): Choice {
  const { options, joiner } = isSchedule(group)
    ? { options: momentsOf(group), joiner: undefined }
    : alternativesOf(group, prompt);
  const all: Choice[] = [];
  const flows = options.map((option) => {
    const flow: (number | Choice)[] = [];
    addParts(option, group, prompt, flow);
    for (const item of flow) {
      if (typeof item === 'number') continue;
      // Not spread: a prompt may have more choices than a call has arguments.
      for (const inner of item.all) all.push(inner);
    }
    return flow;
  });
  const choice: Choice = {
    group,
    options: flows,
    joiner: joiner ?? '',
    readings: joiner === undefined ? options.map((_, index) => [index]) : picksOf(options.length),
    all,
  };
  all.unshift(choice);
  return choice;
}

/** The text of a schedule before its switch, and after it. */
function momentsOf({ parts }: Group): Part[][] {
  const [first, second] = parts;
  const before = parts.length === 3 && first ? [first] : [];
  const after = parts.length === 3 ? second : first;
  return [before, after ? [after] : []];
}

/** The options of an alternation, without their weights; parts that only a colon divides are one option. */
function alternativesOf(group: Group, prompt: string): { options: Part[][]; joiner: string | undefined } {
  const options: Part[][] = [];
  for (const part of group.parts) {
    if (part.separator === '|' || options.length === 0) options.push([part]);
    else options[options.length - 1]?.push(part);
  }
  const unweighed = options.map((option) => {
    const [weight, empty] = option;
    const isWeighed =
      option.length > 2 && empty?.items.length === 0 && weight && WEIGHT.test(written(weight, prompt));
    return isWeighed ? option.slice(2) : option;
  });
  const [first] = unweighed[0] ?? [];
  if (group.kind !== '{' || !first || !PICKS.test(written(first, prompt)))
    return { options: unweighed, joiner: undefined };
  return withoutPicks(unweighed, first, prompt);
}

/** `{2$$ and $$a|b}`: the count and the separator do not belong to the first option. */
function withoutPicks(options: Part[][], first: Part, prompt: string) {
  const text = written(first, prompt);
  const picks = PICKS.exec(text)?.[0].length ?? 0;
  const end = text.indexOf('$$', picks);
  const joiner = end < 0 ? ',' : text.slice(picks, end);
  const cut = end < 0 ? picks : end + 2;
  const [, ...others] = options[0] ?? [];
  const rest: Part = { ...first, items: first.items.slice(cut) };
  return { options: [[rest, ...others], ...options.slice(1)], joiner };
}

/** All in order, all in reverse order, each alone, and pairs. */
function picksOf(count: number): number[][] {
  const all = Array.from({ length: count }, (_, index) => index);
  const pairs = count > MOST_PAIRED ? [] : all.flatMap((a) => all.filter((b) => b !== a).map((b) => [a, b]));
  return [all, all.toReversed(), ...all.map((index) => [index]), ...pairs];
}

/** The typed characters of a part up to its first group, one for each item. */
function written(part: Part, prompt: string): string {
  let text = '';
  for (const item of part.items) {
    if (typeof item !== 'number') break;
    text += prompt[item] ?? '';
  }
  return text;
}

/** Writes a flow from one item up to another; `pick` selects the option of each choice. */
export function write(
  flow: Flow,
  prompt: string,
  pick: (choice: Choice) => number,
  out: ViewWriter,
  from = 0,
  to = flow.length,
): void {
  for (let at = from; at < to; at++) {
    const item = flow[at];
    if (typeof item === 'number') out.addUnit(prompt.charCodeAt(item), item);
    else if (item) writeChoice(item, prompt, pick, out);
  }
}

/** The units that {@link write} writes of a choice, and of those inside it, with the option at `reading`. */
export function lengthOf({ readings, options, joiner }: Choice, reading: number): number {
  const picked = readings[reading % readings.length] ?? [];
  let length = Math.max(0, picked.length - 1) * joiner.length;
  for (const option of picked)
    for (const item of options[option] ?? [])
      length += typeof item === 'number' ? 1 : lengthOf(item, reading);
  return length;
}

function writeChoice(
  choice: Choice,
  prompt: string,
  pick: (choice: Choice) => number,
  out: ViewWriter,
): void {
  const { readings, options, group, joiner } = choice;
  const picked = readings[pick(choice) % readings.length] ?? [];
  for (const [index, option] of picked.entries()) {
    if (index > 0 && joiner !== '') out.add(joiner, group.from);
    write(options[option] ?? [], prompt, pick, out);
  }
}
