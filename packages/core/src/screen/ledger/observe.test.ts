import { describe, expect, it } from 'vitest';
import { Account } from './account.ts';
import { bookUsage, observeRun, type ScreeningObservation, tell, tellNotices } from './observe.ts';

function observed(act: (engine: { observe(told: ScreeningObservation): void }, asker: Asker) => void) {
  const told: ScreeningObservation[] = [];
  const account = new Account({ image: 0.5 });
  act({ observe: (observation) => told.push(observation) }, { id: 'gen_1', account });
  return { told, account };
}
type Asker = { id: string; account: Account };

const usage = [{ item: 'image', quantity: 2 }];
const notices = [{ code: 'adapter-dropped', message: 'The adapter is not used.' }];
const used = { type: 'usage', id: 'gen_1', by: 'a', usage, usd: 1 };

describe('observeRun', () => {
  it('books the usage of a check, and reports its notices', () => {
    const report = { findings: [], usage, notices };
    const { told, account } = observed((engine, asker) =>
      observeRun(engine, asker, { check: 'a', ms: 1, report }),
    );
    expect(told).toEqual([used, { type: 'notice', id: 'gen_1', check: 'a', notice: notices[0] }]);
    expect(account.usage()).toEqual(usage);
  });

  it('books the usage of a check before its failure, and reports the cause without the prompt', () => {
    const error = new Error('no giraffe');
    const { told } = observed((engine, asker) => {
      asker.account.conceal(['giraffe']);
      observeRun(engine, asker, { check: 'a', ms: 1, failure: 'unavailable', error, usage });
    });
    expect(told).toEqual([
      { type: 'check-failed', id: 'gen_1', check: 'a', failure: 'unavailable', cause: 'Error: no …', error },
      used,
    ]);
  });

  it('reports no usage for a check that used nothing', () => {
    const run = { check: 'a', ms: 1, report: { findings: [] } };
    expect(observed((engine, asker) => observeRun(engine, asker, run)).told).toEqual([]);
  });
});

it('bookUsage() and tellNotices() do nothing for empty lists', () => {
  const { told, account } = observed((engine, asker) => {
    bookUsage(engine, asker, 'a');
    bookUsage(engine, asker, 'a', []);
    tellNotices(engine, asker, 'a');
  });
  expect([told, account.usage()]).toEqual([[], []]);
});

it('events are built only for a listener, and a listener that throws has no effect', () => {
  let made = 0;
  tell({}, () => made++);
  expect(made).toBe(0);
  expect(() =>
    tell(
      {
        observe: () => {
          throw new Error('the observer is broken');
        },
      },
      () => made++,
    ),
  ).not.toThrow();
  expect(made).toBe(1);
});
