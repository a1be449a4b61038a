import { expect, it } from 'vitest';
import { parsePolicy } from '../screen/client/policy.ts';
import { parseKnownPolicy } from './known-policy.ts';

const WHOLE = {
  name: 'strict',
  reveal: true,
  explain: 'span',
  generator: {
    name: 'sdxl',
    kind: 'model',
    max_images: 2,
    side: { min: 512, max: 1024, multiple_of: 64 },
    negative_prompt: false,
    input_image: true,
    prompt_limit: { most: 77, unit: 'characters' },
  },
  uncovered: { prompt: ['gambling'], image: [] },
  prompt: { violence: { warn: 0.5, reject: 0.9 }, nudity: { reject: 0 }, drugs: {} },
  checks: [
    { name: 'rules', on: 'prompt' },
    { name: 'rekognition', on: 'image' },
  ],
};
const origin = 'http://127.0.0.1:8787';
/** As the browser stores it. */
const stored = (facts: unknown, more: object = {}): unknown =>
  JSON.parse(JSON.stringify({ origin, facts, ...more }));

it.each([
  ['with everything', WHOLE],
  ['without what a server may leave out', { name: 'old' }],
])('a policy %s is read as it was stored', (_, answer) => {
  const facts = parsePolicy(JSON.stringify(answer));
  expect(parseKnownPolicy(stored(facts))).toEqual({ origin, facts });
});

const { name, reveal, limits, ...rest } = parsePolicy(JSON.stringify(WHOLE));
const facts = { name, reveal, limits, ...rest };

const unreadable: readonly (readonly [string, unknown])[] = [
  ['nothing', undefined],
  ['another address', stored(facts, { origin: 7 })],
  ['no facts', { origin }],
  ['the answer, as an earlier version stored it', { origin, json: '{"name":"strict"}' }],
  ['no name', stored({ reveal, limits })],
  ['no word on revealing', stored({ name, limits })],
  ['no limits', stored({ name, reveal })],
  ...Object.keys(limits).map((limit): [string, unknown] => [
    `no ${limit}`,
    stored({ name, reveal, limits: { ...limits, [limit]: undefined } }),
  ]),
  [
    'a limit in another unit',
    stored({ name, reveal, limits: { ...limits, prompt: { most: 1, unit: 'words' } } }),
  ],
  ['half a pixel', stored({ name, reveal, limits: { ...limits, side: { ...limits.side, min: 0.5 } } })],
];

it.each(unreadable)('%s is not read', (_, value) => {
  expect(parseKnownPolicy(value)).toBeUndefined();
});

it('leaves out what it cannot read of the rest', () => {
  const broken = {
    generator: { name: 'sdxl', kind: 'magic' },
    uncovered: { prompt: [7], image: [] },
    prompt: { ...facts.prompt, checks: 'rules' },
  };
  expect(parseKnownPolicy(stored({ ...facts, ...broken }))?.facts).toEqual({
    name,
    reveal,
    limits,
    generator: undefined,
    uncovered: undefined,
    prompt: undefined,
  });
});

it('reads no score outside of 0 to 1', () => {
  const prompt = { ...facts.prompt, thresholds: { violence: { warn: 2, reject: 1 } } };
  expect(parseKnownPolicy(stored({ ...facts, prompt }))?.facts.prompt?.thresholds).toEqual({
    violence: { warn: undefined, reject: 1 },
  });
});
