import { writeCharacterReferences } from './character-references.ts';
import { writeDrawnLetters } from './drawn-letters.ts';

/** A text as an image model comes to read it; `offsets[i]` is where its unit i was typed, absent where units stand where they were typed. */
export interface View {
  readonly text: string;
  readonly offsets?: Int32Array;
}

/** A typed offset, or a group. */
type Item = number | Group;
interface Group {
  readonly kind: '(' | '[' | '{' | '';
  /** Its parts, with the offset and character of the separator before each but the first. */
  readonly parts: { readonly items: Item[]; readonly separator: '' | ':' | '|'; readonly from: number }[];
  /** The weight or moment that its last part is. */
  amount?: number;
}

const MOST_VIEWS = 48;
const DEEPEST = 64;
/** Web UIs count a schedule above 1 in steps; 20 is their default number of steps. */
const STEPS = 20;
const CLOSES: Record<string, string> = { ')': '(', ']': '[', '}': '{' };
const LONGEST_AMOUNT = 20;
const AMOUNT = /^\s*[+-]?\d*\.?\d+\s*$/;

/**
 * Every text that a prompt becomes during sampling in Stable Diffusion web UIs: emphasis and weights dropped, networks
 * and comments removed, `[from:to:when]` before and after, each option of `[a|b]` and `{a|b}` in turn.
 * The text as typed is always the first. Where one of them holds character references, it is followed by what they
 * stand for, which tokenizers read last of all. At most 96 views, each linear in the prompt.
 */
export function views(prompt: string): View[] {
  return sampled(prompt).flatMap((view) => {
    const text = writeCharacterReferences(view.text);
    return text === undefined ? [view] : [view, { ...view, text }];
  });
}

function sampled(prompt: string): View[] {
  const drawn = writeDrawnLetters(prompt);
  const typed: View[] = [{ text: prompt }, ...(drawn === undefined ? [] : [{ text: drawn }])];
  if (!/[()[\]{}<#\\]/.test(prompt)) return typed;
  const tree = parse(prompt);
  const survey = { times: new Set<number>(), options: 1 };
  look(tree, survey);
  const times = [...survey.times].sort((a, b) => a - b);
  const found = [...typed];
  const seen = new Set([prompt]);
  for (let moment = 0; moment <= times.length; moment++) {
    const time = moment === 0 ? -1 : (times[moment - 1] ?? 0);
    for (let turn = 0; turn < survey.options && found.length < MOST_VIEWS; turn++) {
      const offsets: number[] = [];
      emit(tree, time, turn, offsets);
      const view = {
        text: offsets.map((offset) => prompt[offset]).join(''),
        offsets: Int32Array.from(offsets),
      };
      if (!seen.has(view.text)) found.push(view);
      seen.add(view.text);
    }
  }
  return found;
}

function parse(prompt: string): Group {
  const root: Group = { kind: '', parts: [{ items: [], separator: '', from: 0 }] };
  const open: Group[] = [root];
  for (let at = 0; at < prompt.length; at++) {
    const character = prompt[at] ?? '';
    const group = open[open.length - 1] ?? root;
    const items = group.parts[group.parts.length - 1]?.items ?? [];
    if (character === '\\' && /[()[\]{}\\:|<#]/.test(prompt[at + 1] ?? '')) {
      items.push(++at);
    } else if (character === '(' || character === '[' || character === '{') {
      if (open.length >= DEEPEST) continue;
      const inner: Group = { kind: character, parts: [{ items: [], separator: '', from: at + 1 }] };
      items.push(inner);
      open.push(inner);
    } else if (character in CLOSES) {
      if (open.length > 1 && group.kind === CLOSES[character]) close(open.pop(), prompt, at);
    } else if ((character === ':' || character === '|') && group.kind !== '') {
      group.parts.push({ items: [], separator: character, from: at + 1 });
    } else if (character === '<') {
      const end = /^<[^<>\n]{1,200}>/.exec(prompt.slice(at, at + 202));
      if (end) at += end[0].length - 1;
      else items.push(at);
    } else if (character === '#' && (at === 0 || /\s/.test(prompt[at - 1] ?? ''))) {
      const line = prompt.indexOf('\n', at);
      at = line < 0 ? prompt.length : line;
    } else items.push(at);
  }
  return root;
}

/** Reads the number that a group may end in: `(…:1.2)`, `[…:0.5]`. */
function close(group: Group | undefined, prompt: string, end: number): void {
  const last = group?.parts[group.parts.length - 1];
  if (!group || !last || last.separator !== ':' || end - last.from > LONGEST_AMOUNT) return;
  const written = prompt.slice(last.from, end);
  if (!AMOUNT.test(written)) return;
  last.items.length = 0;
  group.amount = Number(written);
}

function isSchedule(group: Group): boolean {
  return group.kind === '[' && group.amount !== undefined && group.parts.length <= 3 && !isAlternation(group);
}

function isAlternation(group: Group): boolean {
  return group.kind !== '(' && group.parts.some((part) => part.separator === '|');
}

function momentOf(group: Group): number {
  const amount = group.amount ?? 0;
  return amount > 1 ? amount / STEPS : amount;
}

/** The options of an alternation: its parts, those that only a colon divides together. */
function optionsOf(group: Group): Group['parts'][] {
  const options: Group['parts'][] = [];
  for (const part of group.parts) {
    if (part.separator === '|' || options.length === 0) options.push([part]);
    else options[options.length - 1]?.push(part);
  }
  return options;
}

function look(group: Group, survey: { times: Set<number>; options: number }): void {
  if (isSchedule(group)) survey.times.add(momentOf(group));
  if (isAlternation(group)) survey.options = Math.max(survey.options, optionsOf(group).length);
  for (const part of group.parts) {
    for (const item of part.items) if (typeof item !== 'number') look(item, survey);
  }
}

function emit(group: Group, time: number, turn: number, offsets: number[]): void {
  let parts: readonly Group['parts'][number][] = group.parts;
  if (isAlternation(group)) {
    const options = optionsOf(group);
    parts = options[turn % options.length] ?? [];
  } else if (isSchedule(group)) {
    const [first, second] = group.parts;
    const after = time >= momentOf(group);
    if (group.parts.length === 3) parts = after ? (second ? [second] : []) : first ? [first] : [];
    else parts = after && first ? [first] : [];
  }
  for (const [index, part] of parts.entries()) {
    const isAmount = group.amount !== undefined && part === group.parts[group.parts.length - 1];
    if (index > 0 && part.separator !== '' && !isAmount) offsets.push(part.from - 1);
    for (const item of part.items) {
      if (typeof item === 'number') offsets.push(item);
      else emit(item, time, turn, offsets);
    }
  }
}
