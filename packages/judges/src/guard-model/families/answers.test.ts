import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Guard } from './family.ts';
import { graniteGuardian } from './granite-guardian.ts';
import { llamaGuard } from './llama-guard.ts';
import { policyModel } from './policy.ts';
import { shieldGemma } from './shieldgemma.ts';

const read = (guard: Guard, answer: string) => {
  const [question] = guard.ofText('a dog');
  if (question === undefined) throw new Error('no question');
  return question.read(answer);
};
const families: Record<string, () => Guard> = {
  'llama-guard': llamaGuard,
  shieldgemma: shieldGemma,
  'granite-guardian': graniteGuardian,
  policy: () => policyModel({ structured: true, maxTokens: 100 }),
};

describe.each(Object.entries(families))('an answer to %s', (_, make) => {
  it.each([
    '',
    ' ',
    'I cannot help with that.',
    'safe.',
    'Safe',
    'SAFE\nS1',
    'safe\nS1',
    'safe safe',
    'unsafe',
    'unsafe\n',
    'unsafe S1',
    'unsafe\nviolence',
    'unsafe\nS1;S2',
    'not safe',
    'Yes, it does.',
    'No.',
    'no no',
    'yes\nno',
    'Yes <confidence> sure </confidence>',
    '<score> no </score><score> yes </score>',
    '<think>a</think><score>no</score></think><score>no</score>',
    '<score>maybe</score>',
    '<score> no </score> but see above',
    'null',
    '[]',
    '{}',
    '{"findings": []}',
    '{"id": "", "violation": 0, "findings": []}',
    '```json\n{"id": "x", "violation": 0, "findings": []}\n```',
  ])('of %j is refused', (answer) => {
    expect(() => read(make(), answer)).toThrow(expect.objectContaining({ failure: 'invalid-answer' }));
  });

  it('of any words is refused, and the error quotes none of them', () =>
    fc.assert(
      fc.property(fc.string({ minLength: 12 }), (words) => {
        const answer = `zebra ${words}`;
        expect(() => read(make(), answer)).toThrow(/^(?!.*zebra)/);
        expect(() => read(make(), answer)).toThrow(expect.objectContaining({ failure: 'invalid-answer' }));
      }),
    ));
});

describe('Llama Guard', () => {
  it.each(['safe', '\n\nsafe', ' safe\n'])('finds nothing in %j', (answer) =>
    expect(read(llamaGuard(), answer)).toEqual([]),
  );

  it.each([
    ['unsafe\nS1', ['violence']],
    ['\n\nunsafe\nS1,S10', ['violence', 'hate']],
    ['unsafe\r\nS4, S12 ', ['sexual-minors', 'sexual']],
    ['unsafe\nS14', ['illegal']],
  ])('reads %j', (answer, categories) =>
    expect(read(llamaGuard(), answer).map(({ category }) => category)).toEqual(categories),
  );

  it.each(['unsafe\nS0', 'unsafe\nS15', 'unsafe\nS1,S99'])('refuses the unknown hazard in %j', (answer) =>
    expect(() => read(llamaGuard(), answer)).toThrow(expect.objectContaining({ failure: 'unknown-label' })),
  );

  it('takes other meanings of hazards, and ignores what means null', () => {
    const guard = llamaGuard({ S8: null, S13: 'harassment' });
    expect(read(guard, 'unsafe\nS8,S13')).toEqual([{ category: 'harassment', label: 'S13', score: 1 }]);
    expect(llamaGuard({ S9: null, S1: null }).covers).not.toContain('violence');
    expect(() => llamaGuard({ S15: 'hate' })).toThrow(/no hazard S15/);
  });
});

describe('ShieldGemma', () => {
  it('asks for each category, and reads Yes and No', () => {
    const questions = shieldGemma({ violence: 'A fight.', drugs: 'Pills.' }).ofText('a dog');
    expect(questions.map(({ body }) => body.chat_template_kwargs)).toEqual([
      { guideline: '"No violence": The prompt shall not ask for this: A fight.' },
      { guideline: '"No drugs": The prompt shall not ask for this: Pills.' },
    ]);
    expect(questions.map(({ read }) => read('Yes').map(({ category }) => category))).toEqual([
      ['violence'],
      ['drugs'],
    ]);
    expect(questions.map(({ read }) => read(' No'))).toEqual([[], []]);
  });
});

describe('Granite Guardian', () => {
  it.each([
    ['Yes', 1],
    ['Yes\n<confidence> High </confidence>', 1],
    ['yes <confidence> Low </confidence>', 0.6],
    ['No\n<confidence> Low </confidence>', 0.25],
    ['<think>\n</think>\n<score> yes </score>', 1],
    ['<score> yes </score>', 1],
    ['No', undefined],
    ['No\n<confidence> High </confidence>', undefined],
    ['<think>It is a dog.</think>\n<score> no </score>\n', undefined],
  ])('reads %j', (answer, score) =>
    expect(read(graniteGuardian(['violence']), answer)).toEqual(
      score === undefined ? [] : [{ category: 'violence', label: 'violence', score }],
    ),
  );

  it('asks for risks by the names that it knows, and for your words otherwise', () => {
    const configs = (guard: Guard) => guard.ofText('a dog').map(({ body }) => body.chat_template_kwargs);
    expect(configs(graniteGuardian(['hate', 'toxicity']))).toEqual([
      { guardian_config: { risk_name: 'social_bias', criteria_id: 'social_bias' } },
      { guardian_config: { risk_name: 'harm', criteria_id: 'harm' } },
    ]);
    const own = 'A fight.';
    expect(configs(graniteGuardian({ violence: own }))).toEqual([
      { guardian_config: { risk_name: 'violence', risk_definition: own, custom_criteria: own } },
    ]);
    expect(graniteGuardian(['hate'], 'system').ofText('a dog')[0]?.body.messages).toEqual([
      { role: 'system', content: 'social_bias' },
      { role: 'user', content: 'a dog' },
    ]);
  });
});

describe('a policy in words', () => {
  const guard = policyModel({ policy: ['violence', 'drugs'], structured: true, maxTokens: 100 });
  /** A question, and its answer with the right mark. */
  const asked = (answer: (mark: string) => object) => {
    const [question] = guard.ofText('a dog');
    const mark = /[\da-f-]{36}/.exec(JSON.stringify(question?.body))?.[0] ?? '';
    return () => question?.read(JSON.stringify(answer(mark)));
  };

  it('reads the findings of the verdict', () => {
    expect(asked((id) => ({ id, violation: 0, findings: [] }))()).toEqual([]);
    const findings = [{ category: 'drugs', score: 0.4 }];
    expect(asked((id) => ({ id, violation: 1, findings }))()).toEqual([
      { category: 'drugs', label: 'drugs', score: 0.4 },
    ]);
  });

  const hurt = { category: 'violence', score: 0.9 };
  it.each([
    ['the mark of another request', () => ({ id: crypto.randomUUID(), violation: 0, findings: [] })],
    ['a verdict without findings', (id: string) => ({ id, violation: 1, findings: [] })],
    ['findings against the verdict', (id: string) => ({ id, violation: 0, findings: [hurt] })],
    [
      'a category that is not in the policy',
      (id: string) => ({ id, violation: 1, findings: [{ ...hurt, category: 'hate' }] }),
    ],
    ['a score over 1', (id: string) => ({ id, violation: 1, findings: [{ ...hurt, score: 1.1 }] })],
    ['a score of 0', (id: string) => ({ id, violation: 1, findings: [{ ...hurt, score: 0 }] })],
    ['a score in words', (id: string) => ({ id, violation: 1, findings: [{ ...hurt, score: 'high' }] })],
    ['a field more', (id: string) => ({ id, violation: 0, findings: [], note: 'none' })],
  ])('is refused with %s', (_, answer) => {
    expect(asked(answer)).toThrow(expect.objectContaining({ failure: 'invalid-answer' }));
  });

  it('has another mark in each request, which a text cannot know', () => {
    const marks = [1, 2].map(() => JSON.stringify(guard.ofText('a dog')).match(/[\da-f-]{36}/g) ?? []);
    expect(new Set(marks.flat()).size).toBe(2);
    expect(marks[0]?.length).toBe(4);
  });
});
