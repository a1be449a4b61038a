import { beforeEach, expect, it } from 'vitest';
import { fakeBrowser } from '../../testing/fake-browser.ts';

const { sessionVerdicts } = await import('./verdicts.ts');

let browser: ReturnType<typeof fakeBrowser>;
let asked = 0;
beforeEach(() => {
  browser = fakeBrowser();
  asked = 0;
});

const ask =
  (decision: 'clear' | 'blur', unchecked = false) =>
  async () => {
    asked++;
    return { decision, unchecked, findings: [], warnings: [] };
  };

it('a picture is judged once in a session, also by another background', async () => {
  const verdicts = sessionVerdicts();
  const both = await Promise.all([
    verdicts.of('pixels', 'judge', ask('blur')),
    verdicts.of('pixels', 'judge', ask('blur')),
  ]);
  expect(both).toEqual([both[0], both[0]]);
  expect(await sessionVerdicts().of('pixels', 'judge', ask('clear'))).toMatchObject({ decision: 'blur' });
  expect(asked).toBe(1);
  // Its address and its pixels are not kept.
  expect(Object.keys(browser.state.stored.session.verdicts ?? {})).toEqual([
    expect.stringMatching(/^[\da-f]{64}$/),
  ]);
});

it('other bytes and another judge need another verdict', async () => {
  const verdicts = sessionVerdicts();
  await verdicts.of('pixels', 'judge', ask('clear'));
  await verdicts.of('pixels2', 'judge', ask('clear'));
  await verdicts.of('pixels', 'judge2', ask('clear'));
  expect(asked).toBe(3);
});

it('a check that failed is asked again, and so is a request that failed', async () => {
  const verdicts = sessionVerdicts();
  await verdicts.of('pixels', 'judge', ask('blur', true));
  await expect(verdicts.of('pixels', 'judge', () => Promise.reject(new Error('away')))).rejects.toThrow(
    'away',
  );
  expect(await verdicts.of('pixels', 'judge', ask('clear'))).toMatchObject({ decision: 'clear' });
  expect(asked).toBe(2);
});

it('the oldest are dropped', async () => {
  const verdicts = sessionVerdicts();
  browser.state.stored.session.verdicts = Object.fromEntries(
    Array.from({ length: 500 }, (_, at) => [
      `k${at}`,
      { decision: 'clear', unchecked: false, findings: [], warnings: [] },
    ]),
  );
  await verdicts.of('pixels', 'judge', ask('clear'));
  const kept = Object.keys(browser.state.stored.session.verdicts ?? {});
  expect(kept).toHaveLength(500);
  expect(kept).not.toContain('k0');
  expect(kept).toContain('k1');
});
