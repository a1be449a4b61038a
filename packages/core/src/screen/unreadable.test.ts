import { describe, expect, it } from 'vitest';
import type { PromptClassifier } from '../ports/prompt.ts';
import { fakeClassifier, fakeEngine, fakeRules, finding } from '../testing/index.ts';
import { CheckError } from '../vocabulary/check-error.ts';
import { createScreening } from './screening.ts';

async function verdictOf(
  classifiers: readonly PromptClassifier[],
  parts: Partial<ReturnType<typeof fakeEngine>> = {},
) {
  const { policy, ...rest } = fakeEngine({ classifiers, ...parts });
  const engine = { ...rest, policy: { ...policy, unreadPrompt: 'allow' as const } };
  const options = { id: 'gen_1', signal: new AbortController().signal };
  return (await createScreening(engine, options).prompt('a dog').report).verdict;
}

const tooLong = { findings: [], skipped: 'too-long' } as const;
const unreadable = new CheckError('invalid-input', 'too many bytes');
const unchecked = { unchecked: true, unreadable: true, warnings: [{ code: 'check_failed' }] };

describe('a prompt that is too long for a classifier', () => {
  it('is unchecked, whatever the policy says about unread languages', async () => {
    const verdict = await verdictOf([fakeClassifier(tooLong)]);
    expect(verdict).toMatchObject(unchecked);
    expect(verdict.checks[1]).toMatchObject({ status: 'skipped', reason: 'too-long' });
  });

  it('is rejected for findings in the part that was read', async () => {
    const verdict = await verdictOf([fakeClassifier({ ...tooLong, findings: [finding('hate')] })]);
    expect(verdict).toMatchObject({ decision: 'reject', unchecked: false, unreadable: false });
  });

  it('passes where the operator lets that check fail open', async () => {
    const { policy } = fakeEngine();
    const open = { policy: { ...policy, failOpen: ['classifier'] } };
    const verdict = await verdictOf([fakeClassifier(tooLong)], open);
    expect(verdict).toMatchObject({ unchecked: false, warnings: [{ code: 'check_failed_open' }] });
  });
});

describe('a check that fails', () => {
  it('reports whether the prompt is the cause, also beside another failure', async () => {
    const down = fakeClassifier(new Error('down'), 'down');
    expect(await verdictOf([down])).toMatchObject({ unchecked: true, unreadable: false });
    const both = await verdictOf([down, fakeClassifier(unreadable)]);
    expect(both).toMatchObject({ unchecked: true, unreadable: true });
  });

  it('reports the same for rules', async () => {
    expect(await verdictOf([], { rules: [fakeRules(unreadable)] })).toMatchObject(unchecked);
    expect(await verdictOf([], { rules: [fakeRules(new Error('broken'))] })).toMatchObject({
      unchecked: true,
      unreadable: false,
    });
  });
});
