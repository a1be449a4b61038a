import { describe, expect, it } from 'vitest';
import type { Usage } from '../vocabulary/finding.ts';
import { allReports } from './all-reports.ts';

const usage = [{ item: 'unit', quantity: 1 }];
const report = { findings: [], usage };

function booked() {
  const all: (readonly Usage[])[] = [];
  return { all, used: (each: readonly Usage[]) => void all.push(each) };
}

describe('the parts of a check', () => {
  it('give their reports in the order in which they were asked', async () => {
    const second = { findings: [], model: 'second' };
    const { all, used } = booked();
    expect(await allReports([Promise.resolve(report), Promise.resolve(second)], used)).toEqual([
      report,
      second,
    ]);
    expect(all).toEqual([usage, []]);
  });

  it('are all paid when one fails, also those that answer after it', async () => {
    const { all, used } = booked();
    const late = Promise.withResolvers<typeof report>();
    const asked = allReports(
      [Promise.reject(new Error('down')), late.promise, Promise.resolve(report)],
      used,
    );
    late.resolve(report);
    await expect(asked).rejects.toThrow('down');
    expect(all).toEqual([usage, usage]);
  });

  it('end with the error of the first one that was asked', async () => {
    const asked = [Promise.reject(new Error('first')), Promise.reject(new Error('second'))];
    await expect(allReports(asked, () => {})).rejects.toThrow('first');
  });

  it('may be none', async () => {
    expect(await allReports([], () => {})).toEqual([]);
  });
});
