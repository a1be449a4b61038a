import { CheckError, type CheckReport, type Finding, type ImageModerator } from '@shoji/core';
import { fakeClassifier, fakeModerator, finding } from '@shoji/core/testing';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { type EscalateOptions, escalate } from './escalate.ts';

const { signal } = new AbortController();
const picture = { mediaType: 'image/png', width: 8, height: 8, bytes: new Uint8Array([1]) } as const;
const found = (...scores: number[]): CheckReport => ({
  findings: scores.map((score) => finding('violence', score)),
});

/** Moderators with these reports, and their escalation. */
function both(
  first: CheckReport | Error,
  second: CheckReport | Error = found(),
  options: EscalateOptions = {},
) {
  const cheap = fakeModerator(first, 'cheap');
  const dear = fakeModerator(second, 'dear');
  const check = escalate(cheap, dear, options);
  return { check, cheap, dear, ask: () => check.moderate(picture, { signal }) };
}

describe('the dear check', () => {
  it.each([[[]], [[0.19]], [[0.8]], [[0.95, 0.5]], [[1]]])(
    'is not asked when the cheap one scores %j',
    async (scores) => {
      const { ask, dear } = both(found(...scores), found(0.99));
      const report = await ask();
      expect(report.findings.map(({ score }) => score)).toEqual(scores);
      expect(report.model).toBe('cheap');
      expect(dear.calls).toEqual([]);
    },
  );

  it.each([[[0.2]], [[0.5]], [[0.79, 0.1]]])('is asked when it scores %j, and decides', async (scores) => {
    const { ask, dear } = both(found(...scores), { ...found(0.97), model: 'v7' });
    expect(await ask()).toMatchObject({
      findings: [{ check: 'cheap-then-dear', category: 'violence', label: 'dear: violence', score: 0.97 }],
      model: 'dear v7',
    });
    expect(dear.calls).toHaveLength(1);
  });

  it('is asked from and to the scores of the options', () =>
    fc.assert(
      fc.asyncProperty(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        async (score, one, other) => {
          fc.pre(one !== other);
          const [from, to] = [Math.min(one, other), Math.max(one, other)];
          const { ask, dear } = both(found(score), found(), { from, to });
          await ask();
          expect(dear.calls).toHaveLength(score >= from && score < to ? 1 : 0);
        },
      ),
    ));

  it('clears a finding that the cheap one was unsure of', async () => {
    expect((await both(found(0.5)).ask()).findings).toEqual([]);
  });

  it('is asked when the cheap one failed, and the operator is told so', async () => {
    const { ask } = both(new CheckError('timeout', 'it quotes the prompt'), found(0.4));
    expect(await ask()).toMatchObject({
      findings: [{ label: 'dear: violence', score: 0.4 }],
      notices: [
        { code: 'escalated-failure', message: 'cheap could not judge the input (timeout), and dear did.' },
      ],
    });
  });

  it('is asked when the cheap one skipped the input', async () => {
    const report = await both({ findings: [], skipped: 'language' }, found(0.9)).ask();
    expect(report).toMatchObject({ findings: [{ score: 0.9 }] });
    expect(report.skipped).toBeUndefined();
  });

  it('is asked for a score that makes no sense, and not for what is harmless alone', async () => {
    const { ask, dear } = both(found(Number.NaN));
    await ask();
    expect(dear.calls).toHaveLength(1);
    const child = both({ findings: [finding('minor', 0.5), finding('face', 0.6)] });
    expect((await child.ask()).findings).toMatchObject([{ category: 'minor' }, { category: 'face' }]);
    expect(child.dear.calls).toEqual([]);
  });

  it('fails the check when it fails', async () => {
    const error = new CheckError('unavailable', 'down');
    await expect(both(found(0.5), error).ask()).rejects.toBe(error);
    await expect(both(new Error('broken'), error).ask()).rejects.toBe(error);
  });

  it('that skips leaves the findings of the cheap one, and the input counts as skipped', async () => {
    const unread: CheckReport = { findings: [], skipped: 'too-long' };
    expect(await both(found(0.5), unread).ask()).toMatchObject({
      findings: [{ label: 'cheap: violence', score: 0.5 }],
      skipped: 'too-long',
    });
    const error = new CheckError('timeout', 'late');
    await expect(both(error, unread).ask()).rejects.toBe(error);
  });

  it('does not decide about categories that it does not cover', async () => {
    const cheap = fakeModerator({ findings: [finding('drugs', 0.5), finding('violence', 0.4)] }, 'cheap');
    const dear: ImageModerator = { ...fakeModerator({ findings: [] }, 'dear'), covers: ['violence'] };
    const report = await escalate(cheap, dear).moderate(picture, { signal });
    expect(report.findings).toMatchObject([{ category: 'drugs', label: 'cheap: drugs', score: 0.5 }]);
  });
});

describe('the report', () => {
  it('has the usage and notices of both', async () => {
    const one = (item: string) => ({
      usage: [{ item, quantity: 1 }],
      notices: [{ code: item, message: item }],
    });
    const report = await both({ ...found(0.5), ...one('cheap') }, { ...found(0.9), ...one('dear') }).ask();
    expect(report.usage?.map(({ item }) => item)).toEqual(['cheap', 'dear']);
    expect(report.notices?.map(({ code }) => code)).toEqual(['cheap', 'dear']);
  });

  it('is of a drawn picture only if both take it for one', async () => {
    const drawn = async (first?: number, second?: number) =>
      (
        await both(
          { ...found(0.5), ...(first !== undefined && { illustrated: first }) },
          { ...found(), ...(second !== undefined && { illustrated: second }) },
        ).ask()
      ).illustrated;
    expect([await drawn(0.9, 0.3), await drawn(0.9), await drawn(undefined, 0.4), await drawn()]).toEqual([
      0.3,
      0.9,
      0.4,
      undefined,
    ]);
  });

  it('has the likelihood of the check that decided, where it knows of all findings', async () => {
    const likely = async (kept: readonly Finding[]) => {
      const cheap = fakeClassifier(
        { findings: [finding('violence', 0.5), ...kept], likelihood: 0.5 },
        'cheap',
      );
      const dear = {
        ...fakeClassifier({ findings: [], likelihood: 0.1 }, 'dear'),
        covers: ['violence' as const],
      };
      return (await escalate(cheap, dear).classify('a dog', { signal })).likelihood;
    };
    expect(await likely([])).toBe(0.1);
    expect(await likely([finding('drugs', 0.3)])).toBeUndefined();
    const sure = fakeClassifier({ findings: [], likelihood: 0.05 }, 'cheap');
    expect(await escalate(sure, fakeClassifier()).classify('a dog', { signal })).toMatchObject({
      likelihood: 0.05,
    });
  });
});

describe('the check', () => {
  it('covers no more than the cheap one, because that is all that it sees when it is sure', () => {
    const cheap = { ...fakeClassifier(), covers: ['sexual' as const] };
    expect(escalate(cheap, fakeClassifier()).covers).toEqual(['sexual']);
  });

  it('says so beside the caveats of both', () => {
    const cheap = { ...fakeModerator({ findings: [] }, 'cheap'), caveat: 'It sees little.', wordsOnly: true };
    expect(escalate(cheap, fakeModerator({ findings: [] }, 'dear'))).toMatchObject({
      caveat: 'It asks dear only where cheap is unsure; elsewhere it sees what cheap sees. It sees little.',
      wordsOnly: true,
    });
    expect(both(found()).check).not.toHaveProperty('wordsOnly');
  });

  it('has the names of both, or one of the options', () => {
    expect(both(found()).check.name).toBe('cheap-then-dear');
    expect(both(found(), found(), { name: 'pictures' }).check.name).toBe('pictures');
  });

  it.each([
    [0.8, 0.2],
    [0.5, 0.5],
    [-0.1, 0.5],
    [0.2, 1.1],
    [Number.NaN, 0.5],
  ])('cannot be made with the scores %d and %d', (from, to) => {
    expect(() => both(found(), found(), { from, to })).toThrow(/the scores must be 0 ≤ from < to ≤ 1/);
  });

  it('cannot be made of parts that judge different things, or are of an unknown version', () => {
    // As from JavaScript.
    const parts: Parameters<typeof escalate> = [fakeModerator({ findings: [] }, 'pictures'), fakeModerator()];
    Object.assign(parts, [parts[0], fakeClassifier()]);
    expect(() => escalate(...parts)).toThrow(/pictures and classifier do not judge the same kind of input/);
    const later = Object.assign(
      fakeClassifier({ findings: [] }, 'later'),
      JSON.parse('{"specificationVersion":2}'),
    );
    expect(() => escalate(fakeClassifier(), later)).toThrow(/later was written for version 2/);
  });

  it('warms up and closes both, also when one cannot be closed', async () => {
    const parts = ['cheap', 'dear'].map((name) => ({
      ...fakeModerator({ findings: [] }, name),
      warmUp: vi.fn(async () => {}),
      close: vi.fn(async () => {
        if (name === 'cheap') throw new Error('stuck');
      }),
    }));
    const [cheap, dear] = parts;
    if (cheap === undefined || dear === undefined) throw new Error('two parts were made');
    const check = escalate(cheap, dear);
    await check.warmUp?.({ signal });
    await expect(check.close?.()).rejects.toThrow('stuck');
    for (const part of parts) {
      expect(part.warmUp).toHaveBeenCalledOnce();
      expect(part.close).toHaveBeenCalledOnce();
    }
    await escalate(fakeModerator(), fakeModerator()).close?.();
  });

  it('stops with the caller, and does not ask the dear one then', async () => {
    const stop = new AbortController();
    const cheap = fakeModerator(() => {
      stop.abort(new Error('closed the tab'));
      return new Error('aborted');
    }, 'cheap');
    const dear = fakeModerator({ findings: [] }, 'dear');
    await expect(escalate(cheap, dear).moderate(picture, stop)).rejects.toThrow('closed the tab');
    expect(dear.calls).toEqual([]);
  });
});
