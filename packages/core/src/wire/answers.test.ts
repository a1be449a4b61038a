import { describe, expect, it } from 'vitest';
import type * as z from 'zod/mini';
import {
  anyProblem,
  generationAnswer,
  generatorsAnswer,
  moderationAnswer,
  policyAnswer,
  problemAnswer,
} from './answers.ts';
import { generationEvents } from './events.ts';
import { base64, score, whole } from './parts.ts';

const finding = { check: 'rules', category: 'violence', label: 'axe', score: 1, span: [2, 5] };
const check = {
  check: 'rules',
  on: 'image',
  image: 0,
  attempt: 1,
  status: 'flagged',
  ms: 0.5,
  reason: 'timeout',
  model: 'm1',
};
const warning = {
  code: 'image_violence',
  message: 'Shows violence.',
  category: 'violence',
  check: 'rules',
  span: [0, 1],
  image: 0,
};
const picture = { media_type: 'image/png', b64: 'AAAA' };
const image = { decision: 'blur', ...picture, original: picture, findings: [finding] };
const generator = { name: 'sd', kind: 'model' };
const cost_usd = { estimate: 0.01, items: [{ item: 'image', quantity: 1, usd: 0.01 }] };
const generation = {
  id: 'gen_1',
  decision: 'blur',
  prompt: { decision: 'warn', findings: [finding] },
  images: [image],
  warnings: [warning],
  checks: [check],
  attempts: 1,
  seeds: [7],
  generator,
  timings_ms: { rules: 1, classify: 2, generate: 3, moderate: 4, total: 10 },
  cost_usd,
};
const problem = {
  type: '/problems/prompt-rejected',
  title: 'The prompt was refused',
  status: 422,
  code: 'prompt_rejected',
  detail: 'why',
  prompt: generation.prompt,
  warnings: [warning],
};
const result = {
  type: 'image',
  decision: 'withhold',
  unchecked: false,
  unreadable: true,
  findings: [finding],
  checks: [check],
  warnings: [warning],
};
const policy = {
  name: 'standard',
  reveal: true,
  explain: 'span',
  warned_prompt: 'show',
  attempts: 2,
  prompt: { violence: { warn: 0.5, reject: 0.9 } },
  image: { violence: { blur: 0.5, withhold: 0.9 } },
  checks: [{ name: 'rules', on: 'prompt', covers: ['violence'] }],
  uncovered: { prompt: ['drugs'], image: ['hate'] },
  languages: {
    preset: 'standard',
    basis: 'development',
    by_language: { de: { unsafe: 12, caught: 9, harmless: 10, flagged: 1 } },
  },
  generator: {
    ...generator,
    max_images: 4,
    side: { min: 64, max: 1024, multiple_of: 8 },
    negative_prompt: true,
    input_image: true,
    input_strength: true,
    prompt_limit: { most: 10_000, unit: 'bytes' },
  },
};

/** An answer with every field, and the list of optional fields; a list has one item. */
const ANSWERS: readonly [name: string, schema: z.ZodMiniType, whole: object, optional: readonly string[]][] =
  [
    [
      'a generation',
      generationAnswer,
      generation,
      [
        'prompt.findings.0.span',
        'images.0.media_type',
        'images.0.b64',
        'images.0.original',
        'images.0.findings.0.span',
        'warnings.0.category',
        'warnings.0.check',
        'warnings.0.span',
        'warnings.0.image',
        'checks.0.image',
        'checks.0.attempt',
        'checks.0.reason',
        'checks.0.model',
        'generator',
        'cost_usd',
        'cost_usd.items',
      ],
    ],
    [
      'a problem',
      problemAnswer,
      problem,
      [
        'detail',
        'prompt',
        'prompt.findings.0.span',
        'warnings',
        'warnings.0.category',
        'warnings.0.check',
        'warnings.0.span',
        'warnings.0.image',
      ],
    ],
    ['a problem of a gateway', anyProblem, { title: 'Bad gateway' }, ['title']],
    [
      'a moderation',
      moderationAnswer,
      { id: 'mod_1', results: [result], cost_usd },
      [
        'results.0.unreadable',
        'results.0.findings.0.span',
        'results.0.checks',
        'results.0.checks.0.image',
        'results.0.checks.0.attempt',
        'results.0.checks.0.reason',
        'results.0.checks.0.model',
        'results.0.warnings.0.category',
        'results.0.warnings.0.check',
        'results.0.warnings.0.span',
        'results.0.warnings.0.image',
        'cost_usd',
        'cost_usd.items',
      ],
    ],
    [
      'a policy',
      policyAnswer,
      policy,
      [
        'reveal',
        'explain',
        'warned_prompt',
        'attempts',
        'prompt',
        'prompt.violence',
        'prompt.violence.warn',
        'prompt.violence.reject',
        'image',
        'image.violence',
        'image.violence.blur',
        'image.violence.withhold',
        'checks',
        'checks.0.covers',
        'uncovered',
        'languages',
        'languages.by_language.de',
        'generator',
        'generator.max_images',
        'generator.side',
        'generator.negative_prompt',
        'generator.input_image',
        'generator.input_strength',
        'generator.prompt_limit',
      ],
    ],
    [
      'the generators',
      generatorsAnswer,
      {
        offered: [{ id: 'comfyui-8188', name: 'ComfyUI at 127.0.0.1:8188', used: true }],
        current: {
          ...generator,
          chooses: ['model'],
          choices: {
            models: ['a'],
            samplers: ['b'],
            schedulers: ['c'],
            loras: ['d'],
            sizes: [{ width: 512, height: 768 }],
          },
        },
      },
      ['offered', 'current.choices'],
    ],
    [
      'a screened prompt',
      generationEvents['prompt.screened'],
      { id: 'gen_1', prompt: { decision: 'reject', findings: [] }, checks: [], warnings: [] },
      ['id', 'checks'],
    ],
    ['a start', generationEvents['generation.started'], { attempt: 2, seeds: [7] }, ['seeds']],
    ['progress', generationEvents['generation.progress'], { attempt: 2, fraction: 0.5 }, ['attempt']],
    [
      'a screened image',
      generationEvents['image.screened'],
      { index: 1, attempt: 2, image: { ...image, original: null, findings: [] }, warnings: [] },
      ['attempt', 'image.media_type', 'image.b64', 'image.original', 'warnings'],
    ],
    ['a regeneration', generationEvents['generation.regenerating'], { attempt: 2, images: [1] }, []],
    [
      'the end of a stream',
      generationEvents['generation.completed'],
      {
        id: 'gen_1',
        images: [{ decision: 'clear' }],
        warnings: [],
        checks: [],
        attempts: 1,
        seeds: [7],
        generator: null,
        timings_ms: { rules: 1, classify: 2, generate: 3, moderate: 4, total: 10 },
        cost_usd: null,
      },
      [
        'generator',
        'timings_ms.rules',
        'timings_ms.classify',
        'timings_ms.generate',
        'timings_ms.moderate',
        'timings_ms.total',
        'cost_usd',
      ],
    ],
  ];

/** Each field of a value and of its nested values, as `a.0.b`; items of lists are not fields. */
function fieldsOf(value: unknown, path: readonly string[] = []): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const here = [...path, key];
    return [...(Array.isArray(value) ? [] : [here.join('.')]), ...fieldsOf(inner, here)];
  });
}

/** A copy of a value with another field at `path`; `undefined` removes it. */
function changed(value: unknown, path: string, other: (before: unknown) => unknown): unknown {
  const [key = '', ...rest] = path.split('.');
  if (path === '') return other(value);
  if (Array.isArray(value))
    return value.map((item, at) => (String(at) === key ? changed(item, rest.join('.'), other) : item));
  if (typeof value !== 'object' || value === null) throw new Error(`There is no ${path}.`);
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, item]) => {
      const now = name === key ? changed(item, rest.join('.'), other) : item;
      return now === undefined ? [] : [[name, now]];
    }),
  );
}

describe.each(ANSWERS)('%s', (_, schema, whole, optional) => {
  const reads = (value: unknown) => schema.safeParse(value).success;

  it('keeps all of its fields', () => {
    expect(schema.parse(whole)).toEqual(whole);
  });

  it('may lack only the fields that some servers do not send', () => {
    expect(fieldsOf(whole).filter((path) => reads(changed(whole, path, () => undefined)))).toEqual(optional);
  });

  it('has no field of another type', () => {
    const taken = fieldsOf(whole).filter((path) =>
      reads(changed(whole, path, (before) => (typeof before === 'object' ? 'text' : { a: [] }))),
    );
    expect(taken).toEqual([]);
  });
});

it('a field that an older server does not send has a default', () => {
  expect(policyAnswer.parse({ name: 'standard' })).toEqual({
    name: 'standard',
    reveal: false,
    explain: 'category',
    warned_prompt: 'blur',
    attempts: 1,
    prompt: null,
    image: {},
    checks: [],
    uncovered: null,
    languages: null,
    generator: null,
  });
  const { unreadable: _, checks: __, ...older } = result;
  expect(moderationAnswer.parse({ id: 'mod_1', results: [older] })).toMatchObject({
    results: [{ unreadable: false, checks: [] }],
    cost_usd: null,
  });
  expect(generationEvents['generation.progress'].parse({ fraction: 1 })).toEqual({ attempt: 1, fraction: 1 });
  expect(
    generationEvents['prompt.screened'].parse({ prompt: generation.prompt, warnings: [] }),
  ).toMatchObject({
    id: '',
    checks: [],
  });
});

describe('the values of a field', () => {
  const reads = (schema: z.ZodMiniType, values: readonly unknown[]) =>
    values.filter((value) => schema.safeParse(value).success);

  it('are bounded where they are counts or fractions', () => {
    expect(reads(whole, [-1, 0, 7, 0.5, '1'])).toEqual([0, 7]);
    expect(reads(score, [-0.1, 0, 0.5, 1, 1.1])).toEqual([0, 0.5, 1]);
    expect(reads(base64, ['AAAA', 'AA==', '', '<svg>'])).toEqual(['AAAA', 'AA==', '']);
  });

  it.each([
    ['decision', ['clear', 'blur', 'withhold'], 'allow'],
    ['prompt.decision', ['allow', 'warn', 'reject'], 'blur'],
    ['images.0.decision', ['clear', 'blur', 'withhold'], 'warn'],
    ['images.0.media_type', ['image/jpeg', 'image/png', 'image/webp', null], 'image/svg+xml'],
    ['images.0.original.media_type', ['image/jpeg', 'image/png', 'image/webp'], 'text/html'],
    ['checks.0.on', ['prompt', 'image'], 'answer'],
    ['checks.0.status', ['passed', 'flagged', 'failed', 'skipped'], 'unknown'],
    ['generator.kind', ['model', 'sample'], 'person'],
    ['warnings.0.category', ['drugs', 'of-tomorrow'], 7],
  ])('are known values: %s', (path, words, other) => {
    const tried = [...words, other];
    expect(
      tried.filter((word) => reads(generationAnswer, [changed(generation, path, () => word)]).length),
    ).toEqual(words);
  });

  it.each([
    ['explain', ['span', 'category', 'none'], 'all'],
    ['warned_prompt', ['blur', 'show'], 'withhold'],
    ['languages.basis', ['development', 'held-out'], ''],
    ['generator.prompt_limit.unit', ['bytes', 'characters'], ''],
    ['checks.0.on', ['prompt', 'image'], 'answer'],
  ])('of a policy are known values: %s', (path, words, other) => {
    const tried = [...words, other];
    expect(tried.filter((word) => reads(policyAnswer, [changed(policy, path, () => word)]).length)).toEqual(
      words,
    );
  });
});
