import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { Json } from '../../../wire/json/strict-json.ts';
import { STRING_NODES } from './evaluate/string-nodes.ts';
import { graphSlots, WorkflowError, withNegative } from './index.ts';
import { COMFY_NODES } from './nodes/known-nodes.ts';
import {
  type Nodes,
  pictureOf,
  read,
  reading,
  screened,
  textsOf,
  workflowJson,
  workflowOf,
} from './workflow.test-helper.ts';

// A slow machine must not fail the test.
vi.setConfig({ testTimeout: 120_000 });

const WORD = 'forbidden';

/** A letter that is not in a text and has no meaning in an expression. */
function markFor(text: string): string {
  for (let code = 0x2460; ; code++) {
    const mark = String.fromCodePoint(code);
    if (!text.includes(mark)) return mark;
  }
}

const letters = fc.string({
  unit: fc.constantFrom('a', 'B', ' ', 'é', '日', '😀', '(', '\n', '.'),
  maxLength: 6,
});
const target = fc.tuple(letters, letters).map(([before, after]) => before + WORD + after);

type Choice = readonly [way: number, at: number, text: string];
const choices = fc.array(fc.tuple(fc.nat(13), fc.nat(40), letters), { minLength: 1, maxLength: 10 });

/** Splits a text into nodes that join it again, as each choice says. */
function hide(text: string, [choice, ...rest]: readonly Choice[], nodes: Map<string, Nodes[string]>): Json {
  if (choice === undefined) return text;
  const [way, at, extra] = choice;
  const add = (name: string, inputs: Record<string, Json>): Json => {
    const id = `s${nodes.size}`;
    nodes.set(id, [name, inputs]);
    return [id, 0];
  };
  const inner = (part: string): Json => hide(part, rest, nodes);
  const characters = Array.from(text);
  const cut = at % (characters.length + 1);
  const [head, tail] = [characters.slice(0, cut).join(''), characters.slice(cut).join('')];
  const length = Array.from(extra).length;
  const mark = markFor(text);
  switch (way) {
    case 0:
      return add('PrimitiveString', { value: inner(text) });
    case 1:
      return add('StringConcatenate', { string_a: inner(head), string_b: tail, delimiter: '' });
    case 2:
      return add('StringConcatenate', { string_a: head, string_b: '', delimiter: inner(tail) });
    case 3: {
      const end = length + characters.length;
      return add('StringSubstring', { string: inner(extra + text + extra), start: length, end });
    }
    case 4:
      return add('TruncateText', { texts: inner(text + extra), max_length: characters.length });
    case 5:
      return add('StringReplace', { string: inner(head + mark + tail), find: mark, replace: '' });
    case 6:
      return add('StringReplace', { string: inner(mark), find: mark, replace: text });
    case 7: {
      const string = inner(characters.join(mark));
      return add('RegexReplace', { string, regex_pattern: `${mark}+`, replace: '' });
    }
    case 8: {
      const inputs = { string: inner(`${mark}${text}${mark}`), mode: 'First Group', group_index: 1 };
      const flags = { case_insensitive: false, multiline: false, dotall: true };
      return add('RegexExtract', { ...inputs, ...flags, regex_pattern: `${mark}([^${mark}]*)${mark}` });
    }
    case 9: {
      const asked = add('StringContains', { string: text, substring: head, case_sensitive: true });
      return add('ComfySwitchNode', { switch: asked, on_true: inner(text), on_false: 'a cat' });
    }
    case 10:
      return add('Reroute', { '': inner(text) });
    case 11:
      return add('AddTextPrefix', { texts: inner(tail), prefix: head });
    case 12:
      return add('AddTextSuffix', { texts: inner(head), suffix: tail });
    default: {
      const trimmed = text.trim() === text ? inner(` ${text}\t`) : undefined;
      return trimmed === undefined ? inner(text) : add('StringTrim', { string: trimmed, mode: 'Both' });
    }
  }
}

describe('a text that any nodes join', () => {
  it('is read as the joined text', () => {
    fc.assert(
      fc.property(target, choices, (text, ways) => {
        const nodes = new Map<string, Nodes[string]>();
        const positive = hide(text, ways, nodes);
        const found = reading(pictureOf({ positive }, Object.fromEntries(nodes)));
        expect(textsOf(found.positive)).toEqual([text]);
        expect(found.workflow.get('yes')?.inputs.text).toBe(text);
        for (const { class_type } of found.workflow.values())
          expect(STRING_NODES.has(class_type)).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  it('is read or denied when a node on its path is unknown, or allowed', () => {
    const disguised = fc.tuple(target, choices, fc.nat(), fc.boolean());
    fc.assert(
      fc.property(disguised, ([text, ways, which, isAllowed]) => {
        const nodes = new Map<string, Nodes[string]>();
        const positive = hide(text, ways, nodes);
        const [id, node] = [...nodes][which % Math.max(1, nodes.size)] ?? [];
        if (id === undefined || node === undefined || node[0] === 'Reroute') return;
        nodes.set(id, ['NobodyKnows', node[1]]);
        const allowedNodes = isAllowed ? ['NobodyKnows'] : [];
        const result = read(pictureOf({ positive }, Object.fromEntries(nodes)), { allowedNodes });
        // A node on a branch that is not chosen is not evaluated.
        if (result.kind === 'read' && result.workflow.has(id)) expect(isAllowed).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});

/** The result in Python, as lists of code points. */
const REFERENCE: Record<string, (texts: string[][], numbers: [number, number]) => string[]> = {
  StringConcatenate: ([a = [], b = [], between = []]) => [...a, ...between, ...b],
  StringSubstring: ([text = []], [start, end]) => {
    const place = (at: number) => (at < 0 ? Math.max(0, text.length + at) : Math.min(at, text.length));
    return text.filter((_, at) => at >= place(start) && at < place(end));
  },
  StringReplace: ([text = [], find = [], replacement = []]) => {
    const out: string[] = [];
    for (let at = 0; at <= text.length; ) {
      const isHere = find.every((character, index) => text[at + index] === character);
      if (isHere && at + find.length <= text.length) out.push(...replacement);
      const step = isHere && find.length > 0 && at + find.length <= text.length ? find.length : 0;
      if (step === 0 && at < text.length) out.push(text[at] ?? '');
      at += step || 1;
    }
    return out;
  },
};
const INPUTS: Record<string, readonly string[]> = {
  StringConcatenate: ['string_a', 'string_b', 'delimiter'],
  StringSubstring: ['string'],
  StringReplace: ['string', 'find', 'replace'],
};

describe('any graph of string nodes', () => {
  const step = fc.record({
    name: fc.constantFrom(...Object.keys(REFERENCE)),
    sources: fc.tuple(fc.nat(), fc.nat(), fc.nat()),
    numbers: fc.tuple(fc.integer({ min: -6, max: 9 }), fc.integer({ min: -6, max: 9 })),
  });
  const brief = fc.string({ unit: fc.constantFrom('a', 'b', '😀', 'é'), maxLength: 3 });

  it('has the same result as Python', () => {
    fc.assert(
      fc.property(
        fc.array(brief, { minLength: 1, maxLength: 4 }),
        fc.array(step, { maxLength: 8 }),
        (literals, steps) => {
          const values: { text: string[]; value: Json }[] = literals.map((text) => ({
            text: Array.from(text),
            value: text,
          }));
          const nodes: Record<string, Nodes[string]> = {};
          for (const [index, { name, sources, numbers }] of steps.entries()) {
            // The length of longer ones would be squared again and again.
            const short = values.filter((each) => each.text.length <= 300);
            const from = sources.map((source) => short[source % short.length] ?? { text: [], value: '' });
            const inputs = (INPUTS[name] ?? []).map((input, at) => [input, from[at]?.value ?? ''] as const);
            nodes[`s${index}`] = [
              name,
              { ...Object.fromEntries(inputs), start: numbers[0], end: numbers[1] },
            ];
            const text =
              REFERENCE[name]?.(
                from.map((each) => each.text),
                numbers,
              ) ?? [];
            values.push({ text, value: [`s${index}`, 0] });
          }
          const last = values.at(-1);
          const result = read(pictureOf({ positive: last?.value ?? '' }, nodes));
          const expected = (last?.text ?? []).join('');
          if (result.kind === 'denied') expect(expected.length).toBeGreaterThan(5000);
          else expect(textsOf(result.positive)).toEqual([expected]);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('any workflow of ComfyUI’s nodes', () => {
  const classes = [...COMFY_NODES.keys()];
  const node = fc.record({
    name: fc.constantFrom(...classes),
    values: fc.array(
      fc.oneof(
        fc.nat(1000).map((number) => `word${number}`),
        fc.constantFrom<Json>(1, true, null, 0.5),
        fc.tuple(fc.nat(9), fc.nat(1)).map(([id, slot]): Json => [String(id), slot]),
      ),
      { minLength: 12, maxLength: 12 },
    ),
  });

  it('has each word screened or proved negative, and stays valid with the negative prompt added', () => {
    let reads = 0;
    fc.assert(
      fc.property(fc.array(node, { minLength: 1, maxLength: 6 }), (list) => {
        const nodes = Object.fromEntries(
          list.map(({ name, values }, index): [string, Nodes[string]] => {
            // Links lead to earlier nodes, so that most workflows have no cycle.
            const inputs = [...(COMFY_NODES.get(name)?.inputs.keys() ?? [])].map(
              (input, at): [string, Json] => {
                const value = values[at % values.length] ?? null;
                const isAhead = Array.isArray(value) && Number(value[0]) >= index;
                return [input, isAhead ? 'wordless' : value];
              },
            );
            return [String(index), [name, Object.fromEntries(inputs)]];
          }),
        );
        try {
          const result = read(
            workflowOf({ ...nodes, show: ['PreviewAny', { source: [String(list.length - 1), 0] }] }),
          );
          if (result.kind === 'denied') return;
          const known = new Set([...screened(result), ...textsOf(result.negative)]);
          const injection = withNegative(result.workflow, 'the addition');
          for (const [id, { class_type, inputs }] of result.workflow) {
            expect(known).toContain(id);
            expect(known).toContain(class_type);
            for (const value of Object.values(inputs))
              if (typeof value === 'string') expect(known).toContain(value);
          }
          const { slots } = graphSlots(result, injection);
          const own = new Set([...injection.added.keys(), 'StringConcatenate']);
          for (const { slot } of slots)
            if (slot.role !== 'negative' && !own.has(slot.value))
              expect(screened(result)).toContain(slot.value);
          reads++;
          const sent = JSON.stringify(workflowJson(injection.workflow)).match(/word\d+/g) ?? [];
          const read_ = JSON.stringify(workflowJson(result.workflow)).match(/word\d+/g) ?? [];
          expect(new Set(sent)).toEqual(new Set(read_));
        } catch (error) {
          if (!(error instanceof WorkflowError)) throw error;
        }
      }),
      { numRuns: 500 },
    );
    // Enough of them are workflows that ComfyUI accepts.
    expect(reads).toBeGreaterThan(100);
  });
});
