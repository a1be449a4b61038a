import { describe, expect, it } from 'vitest';
import { standard, strict } from '../policy/presets.ts';
import { fakeClassifier, fakeGenerator, fakeRules, finding } from '../testing/fakes.ts';
import type { Observation } from './engine.ts';
import { completed, moderate, text, withPolicy } from './moderate-generation.test-helper.ts';

describe('a clean prompt', () => {
  it('returns clear pictures, each with its own seed', async () => {
    const { result, types } = await moderate({}, { n: 2 });
    const { images, decision, attempts, seeds } = completed(result);
    expect({ decision, attempts, seeds }).toEqual({ decision: 'clear', attempts: 1, seeds: [7, 8] });
    expect(images.map(text)).toEqual(['picture 7', 'picture 8']);
    expect(types).toEqual([
      'prompt.screened',
      'generation.started',
      'generation.progress',
      'image.screened',
      'image.screened',
    ]);
  });

  it('is generated with the predefined negative prompt before the creator’s own', async () => {
    const generator = fakeGenerator();
    await moderate({ generator }, { negativePrompt: 'fog' });
    expect(generator.requests[0]?.negativePrompt).toMatch(/.+fog/);
  });
});

describe('the prompt', () => {
  it('is rejected by the rules without calling a classifier or the model', async () => {
    const classifier = fakeClassifier();
    const generator = fakeGenerator();
    const { result, types } = await moderate({
      rules: [fakeRules([finding('sexual')])],
      classifiers: [classifier],
      generator,
    });
    expect(result.status).toBe('rejected');
    expect(types).toEqual(['prompt.screened']);
    expect(classifier.calls).toHaveLength(0);
    expect(generator.requests).toHaveLength(0);
    expect(result.warnings).toMatchObject([{ code: 'prompt_sexual', category: 'sexual', check: 'rules' }]);
  });

  it('is rejected by a classifier before generation starts', async () => {
    const generator = fakeGenerator();
    const classifiers = [fakeClassifier({ findings: [finding('hate', 0.97)] })];
    const { result } = await moderate({ classifiers, generator });
    expect(result.status).toBe('rejected');
    expect(generator.requests).toHaveLength(0);
  });

  it('beside generation: a rejection aborts the model and no picture leaves', async () => {
    const generator = fakeGenerator('hang');
    const classifiers = [fakeClassifier({ findings: [finding('hate', 0.97)] })];
    const { result, types } = await moderate({
      ...withPolicy({ classify: 'beside' }),
      classifiers,
      generator,
    });
    expect(result.status).toBe('rejected');
    expect(generator.requests).toHaveLength(1);
    expect(generator.signals[0]?.aborted).toBe(true);
    expect(types).not.toContain('image.screened');
  });

  it('beside generation: the model starts before the classifiers have answered', async () => {
    let answer = () => {};
    const answered = new Promise<void>((resolve) => (answer = resolve));
    const slow = { ...fakeClassifier(), classify: () => answered.then(() => ({ findings: [] })) };
    const generator = fakeGenerator();
    const release = {
      ...generator,
      generate: (...args: Parameters<typeof generator.generate>) => {
        answer();
        return generator.generate(...args);
      },
    };
    const { result } = await moderate({
      ...withPolicy({ classify: 'beside' }),
      classifiers: [slow],
      generator: release,
    });
    expect(completed(result).decision).toBe('clear');
  });

  it('with a warning blurs its pictures where the policy says so', async () => {
    const rules = [fakeRules([finding('suggestive', 1, { span: [2, 6] })])];
    const blurred = completed((await moderate({ rules })).result);
    expect(blurred.prompt.decision).toBe('warn');
    expect(blurred.images.map(text)).toEqual(['blurred']);
    expect(blurred.warnings.map(({ code }) => code)).toEqual(['prompt_suggestive', 'prompt_warned']);
    const shown = completed((await moderate({ rules, ...withPolicy({ warnedPrompt: 'show' }) })).result);
    expect(shown.images.map(text)).toEqual(['picture 7']);
  });

  it.each([
    ['span', [{ label: 'suggestive', span: [2, 6] }]],
    ['category', [{ category: 'suggestive', label: 'suggestive', score: 1 }]],
    ['none', []],
  ] as const)('explained by %s gives the caller no more than that', async (explain, findings) => {
    const rules = [fakeRules([finding('suggestive', 0.9, { label: 'suggestive', span: [2, 6] })])];
    const { result, events } = await moderate({ rules, policy: { ...strict, explain } });
    expect(result.prompt.findings).toHaveLength(findings.length);
    for (const [index, expected] of findings.entries())
      expect(result.prompt.findings[index]).toMatchObject(expected);
    expect(JSON.stringify(events).includes('"span"')).toBe(explain === 'span');
    expect(result.warnings.length).toBeGreaterThan(0);
  });
});

describe('a failed check of the prompt', () => {
  it('stops before anything is spent, and is not reported as unsafe', async () => {
    const generator = fakeGenerator();
    const { result } = await moderate({ classifiers: [fakeClassifier(new Error('down'))], generator });
    expect(result).toMatchObject({ status: 'unchecked', prompt: { decision: 'allow', unchecked: true } });
    expect(result.warnings).toMatchObject([{ code: 'check_failed', check: 'classifier' }]);
    expect(generator.requests).toHaveLength(0);
  });

  it('lets the prompt pass only where the operator allows it, with a warning', async () => {
    const parts = {
      classifiers: [fakeClassifier(new Error('down'))],
      ...withPolicy({ failOpen: ['classifier'] }),
    };
    const { result } = await moderate(parts);
    expect(completed(result).warnings).toMatchObject([{ code: 'check_failed_open', check: 'classifier' }]);
  });

  it('does not hide that another check rejects', async () => {
    const classifiers = [
      fakeClassifier(new Error('down'), 'a'),
      fakeClassifier({ findings: [finding('hate')] }, 'b'),
    ];
    expect((await moderate({ classifiers })).result.status).toBe('rejected');
  });

  it('counts when the rules themselves throw', async () => {
    expect((await moderate({ rules: [fakeRules(new Error('broken rule'))] })).result.status).toBe(
      'unchecked',
    );
  });

  it('ends at its deadline, even if it ignores its signal', async () => {
    const deaf = { ...fakeClassifier(), classify: () => new Promise<never>(() => {}) };
    const deadlines = { ...standard.deadlines, classify: 20 };
    const { result } = await moderate({ classifiers: [deaf], ...withPolicy({ deadlines }) });
    expect(result.checks).toMatchObject([
      { check: 'rules' },
      { check: 'classifier', status: 'failed', reason: 'timeout' },
    ]);
  });

  it.each([
    ['a category nobody knows', { ...finding('hate'), category: 'novel' }, 'unknown-label'],
    ['a score that is no number', finding('hate', Number.NaN), 'invalid-answer'],
    ['a score above 1', finding('hate', 97), 'invalid-answer'],
  ])('counts %s as failed', async (_, odd, reason) => {
    const classifiers = [
      { ...fakeClassifier(), classify: async () => JSON.parse(JSON.stringify({ findings: [odd] })) },
    ];
    const { result } = await moderate({ classifiers });
    expect(result.checks[1]).toMatchObject({
      status: 'failed',
      reason,
    });
  });

  it('is reported to the operator with its cause, and to the caller by name only', async () => {
    const seen: Observation[] = [];
    const classifiers = [fakeClassifier(new Error('secret host name'))];
    const { result } = await moderate({ classifiers, observe: (observation) => seen.push(observation) });
    expect(seen).toContainEqual(
      expect.objectContaining({ type: 'check-failed', error: new Error('secret host name') }),
    );
    expect(JSON.stringify(result)).not.toContain('secret host name');
  });
});

it('names a finding after the configured check, whatever name the check uses', async () => {
  const classifiers = [
    fakeClassifier({ findings: [finding('suggestive', 0.9, { check: 'part' })] }, 'whole'),
  ];
  const { result } = await moderate({ classifiers });
  expect(result.prompt.findings).toMatchObject([{ check: 'whole' }]);
  expect(result.checks[1]).toMatchObject({ check: 'whole', status: 'flagged' });
});

describe('a classifier that cannot read the prompt', () => {
  it.each([
    ['allow', 'completed', 'clear'],
    ['warn', 'completed', 'blur'],
    ['reject', 'rejected', undefined],
  ] as const)(
    'is reported as skipped and handled as the policy says: %s',
    async (unreadPrompt, status, decision) => {
      const classifiers = [fakeClassifier({ findings: [], skipped: 'language' })];
      const { result } = await moderate({ classifiers, ...withPolicy({ unreadPrompt }) });
      expect(result).toMatchObject({ status, ...(decision && { decision }) });
      expect(result.checks[1]).toMatchObject({ status: 'skipped', reason: 'language' });
      expect(result.warnings).toContainEqual(expect.objectContaining({ code: 'check_skipped' }));
    },
  );
});
