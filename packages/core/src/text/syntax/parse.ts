/** A typed offset, or a group. */
export type Item = number | Group;

/** A part of a group, between two separators. */
export interface Part {
  readonly items: Item[];
  /** The text before the part; empty before the first one. */
  readonly separator: '' | ':' | '|';
  readonly from: number;
}

/** The content of a pair of brackets. */
export interface Group {
  readonly kind: '(' | '[' | '{' | '';
  readonly parts: Part[];
  readonly from: number;
  /** The weight or moment, if its last part is one. */
  amount?: number;
}

const DEEPEST = 64;
const CLOSES: Record<string, string> = { ')': '(', ']': '[', '}': '{' };
/** By ASCII unit, 1 for the signs of the syntax. */
const SIGNS = new Uint8Array(128);
for (const sign of '\\()[]{}:|<') SIGNS[sign.charCodeAt(0)] = 1;
const LONGEST_AMOUNT = 20;
const LONGEST_NETWORK = 200;
const AMOUNT = /^\s*[+-]?\d*\.?\d+\s*$/;

/** Reads emphasis, schedules, alternations and networks of Stable Diffusion web UIs, brackets that do not close included. */
export function parse(prompt: string): Group {
  const root: Group = { kind: '', parts: [{ items: [], separator: '', from: 0 }], from: 0 };
  const open: Group[] = [root];
  for (let at = 0; at < prompt.length; at++) {
    const group = open[open.length - 1] ?? root;
    const items = group.parts[group.parts.length - 1]?.items ?? [];
    if (SIGNS[prompt.charCodeAt(at)] !== 1) {
      items.push(at);
      continue;
    }
    const character = prompt[at] ?? '';
    if (character === '\\' && /[()[\]{}\\:|<#]/.test(prompt[at + 1] ?? '')) {
      items.push(++at);
    } else if (character === '(' || character === '[' || character === '{') {
      if (open.length >= DEEPEST) continue;
      const parts: Part[] = [{ items: [], separator: '', from: at + 1 }];
      const inner: Group = { kind: character, parts, from: at };
      items.push(inner);
      open.push(inner);
    } else if (character in CLOSES) {
      if (open.length > 1 && group.kind === CLOSES[character]) close(open.pop(), prompt, at);
    } else if ((character === ':' || character === '|') && group.kind !== '') {
      group.parts.push({ items: [], separator: character, from: at + 1 });
    } else if (character === '<') {
      const end = networkEnd(prompt, at);
      if (end === undefined) items.push(at);
      else at = end;
    } else items.push(at);
  }
  return root;
}

/** The end of `<lora:name:1>`. The search stops at the next `<`, so the total work is linear. */
function networkEnd(prompt: string, from: number): number | undefined {
  const until = Math.min(prompt.length, from + LONGEST_NETWORK + 2);
  for (let at = from + 1; at < until; at++) {
    const character = prompt[at];
    if (character === '>') return at > from + 1 ? at : undefined;
    if (character === '<' || character === '\n') return undefined;
  }
  return undefined;
}

/** Reads the number at the end of a group: `(…:1.2)`, `[…:0.5]`. */
function close(group: Group | undefined, prompt: string, end: number): void {
  const last = group?.parts[group.parts.length - 1];
  if (!group || !last || last.separator !== ':' || end - last.from > LONGEST_AMOUNT) return;
  const written = prompt.slice(last.from, end);
  if (!AMOUNT.test(written)) return;
  last.items.length = 0;
  group.amount = Number(written);
}

/** `[from:to:when]`. */
export function isSchedule(group: Group): boolean {
  return group.kind === '[' && group.amount !== undefined && group.parts.length <= 3 && !isAlternation(group);
}

/** `[a|b]` and `{a|b}`. */
export function isAlternation(group: Group): boolean {
  return group.kind !== '(' && group.parts.some((part) => part.separator === '|');
}
