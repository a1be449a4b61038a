import { describe, expect, it } from 'vitest';
import type { Engine } from '../generation/engine.ts';
import { ImageError } from '../image/errors.ts';
import { standard } from '../policy/presets.ts';
import { UnscreenedImage } from '../sealed/picture.ts';
import { fakeCodec, fakeEngine, fakeModerator, finding } from '../testing/fakes.ts';
import { CheckError } from '../vocabulary/check-error.ts';
import { RequestEvidence } from './joined/request-evidence.ts';
import { judgeImage } from './judge-image.ts';
import type { CheckRun } from './run-check.ts';

async function judged(
  parts: Partial<Engine>,
  {
    index = 0,
    ms = Number.POSITIVE_INFINITY,
    role = 'output' as 'input' | 'output',
    evidence = new RequestEvidence(),
  } = {},
) {
  const ran: CheckRun[] = [];
  const image = new UnscreenedImage(new TextEncoder().encode('picture'));
  const options = {
    index,
    ms,
    signal: new AbortController().signal,
    turn: 'gen_1',
    evidence,
    role,
    ran: (run: CheckRun) => ran.push(run),
  };
  return { ...(await judgeImage(image, fakeEngine(parts), options)), ran };
}
const failing = (normalise: () => Promise<never>) => ({ codec: { ...fakeCodec(), normalise } });
const pause = () => new Promise((resolve) => setTimeout(resolve, 20));

it('of two given pictures that count together one is withheld, also if both are judged at once', async () => {
  const evidence = new RequestEvidence();
  const seen = (category: 'minor' | 'suggestive') =>
    judged(
      {
        policy: { ...standard, image: {} },
        moderators: [fakeModerator({ findings: [finding(category)] })],
      },
      { role: 'input', evidence },
    );
  const decisions = await Promise.all([seen('minor'), seen('suggestive')]);
  expect(decisions.map(({ decision }) => decision)).toContain('withhold');
});

describe('a picture that cannot be decoded', () => {
  it('is withheld permanently where its bytes are at fault, with the reason', async () => {
    const error = new ImageError('too_large', 'It has too many pixels.');
    const { ran, ...judgement } = await judged(
      failing(() => Promise.reject(error)),
      { index: 1 },
    );
    const run = { check: 'pixels', ms: expect.any(Number), failure: 'invalid-input', error };
    const { ms, ...check } = run;
    expect(judgement).toEqual({
      decision: 'withhold',
      findings: [],
      checks: [{ check: 'pixels', on: 'image', image: 1, status: 'failed', reason: 'invalid-input', ms }],
      warnings: [
        {
          code: 'check_failed',
          check: 'pixels',
          image: 1,
          message: 'The picture could not be read. It has too many pixels.',
        },
      ],
      runs: [run],
      flagged: false,
      unreadable: true,
      normalised: undefined,
    });
    expect(ran).toMatchObject([check]);
    expect(ran[0]?.ms).toBeGreaterThan(0);
  });

  it('is withheld temporarily where something else is at fault', async () => {
    const broken = await judged(failing(() => Promise.reject(new Error('secret'))));
    expect(broken).toMatchObject({ decision: 'withhold', unreadable: false, flagged: false });
    expect(broken.warnings).toMatchObject([{ message: 'The picture could not be read.' }]);
    expect(broken.checks).toMatchObject([{ reason: 'error' }]);
  });

  it('within its time is withheld', async () => {
    const slow = await judged(
      failing(() => new Promise(() => {})),
      { ms: 1 },
    );
    expect(slow.checks).toMatchObject([{ check: 'pixels', reason: 'timeout' }]);
  });
});

describe('the moderators', () => {
  it('have the time that decoding leaves', async () => {
    const moderator = {
      ...fakeModerator(),
      moderate: async () => {
        await pause();
        return { findings: [] };
      },
    };
    expect((await judged({ moderators: [moderator] })).decision).toBe('clear');
    expect((await judged({ moderators: [moderator] }, { ms: 60_000 })).decision).toBe('clear');
    expect((await judged({ moderators: [fakeModerator('hang')] }, { ms: 1 })).checks).toMatchObject([
      { reason: 'timeout' },
    ]);
  });

  it('have a minimal deadline when decoding leaves no time', async () => {
    // A deadline that has passed already would not work as a deadline, or would be an error of another kind.
    const codec = fakeCodec();
    const late = async (...given: Parameters<typeof codec.normalise>) => {
      const end = performance.now() + 5;
      while (performance.now() < end);
      return codec.normalise(...given);
    };
    const { runs } = await judged(
      { codec: { ...codec, normalise: late }, moderators: [fakeModerator('hang')] },
      { ms: 2 },
    );
    expect(runs).toMatchObject([
      { check: 'moderator', failure: 'timeout', error: { message: 'took longer than 1 ms' } },
    ]);
  });

  it('are each reported and listed, in order', async () => {
    const moderators = [fakeModerator({ findings: [] }, 'a'), fakeModerator(new Error('down'), 'b')];
    const { runs, ran, checks, warnings } = await judged({ moderators }, { index: 2 });
    expect(runs.map(({ check }) => check)).toEqual(['a', 'b']);
    expect(ran.map(({ check }) => check).toSorted()).toEqual(['a', 'b']);
    expect(checks).toMatchObject([
      { check: 'a', on: 'image', image: 2, status: 'passed' },
      { check: 'b', on: 'image', image: 2, status: 'failed', reason: 'error' },
    ]);
    expect(warnings).toMatchObject([{ code: 'check_failed', check: 'b', image: 2 }]);
  });

  it('that skip count as failed, and their usage is kept', async () => {
    const usage = [{ item: 'unit', quantity: 1 }];
    const moderators = [fakeModerator({ findings: [], skipped: 'too-long', usage })];
    const { decision, unreadable, runs } = await judged({ moderators });
    expect([decision, unreadable]).toEqual(['withhold', true]);
    expect(runs).toEqual([
      { check: 'moderator', ms: expect.any(Number), failure: 'invalid-input', error: 'too-long', usage },
    ]);
    expect(
      (await judged({ moderators: [fakeModerator({ findings: [], skipped: 'language' })] })).runs,
    ).toMatchObject([{ usage: [] }]);
  });

  it('are reported as missing where none is configured', async () => {
    const { decision, ran, runs } = await judged({ moderators: [] });
    expect([decision, ran, runs.length]).toEqual(['withhold', runs, 1]);
  });
});

describe('the decision of the policy', () => {
  const nude = finding('nudity', 0.6);

  it.each([
    ['clear', [], false],
    ['blur', [nude], true],
    ['withhold', [finding('sexual-minors')], true],
  ] as const)('%s', async (decision, findings, flagged) => {
    const judgement = await judged({ moderators: [fakeModerator({ findings })] }, { index: 1 });
    expect(judgement).toMatchObject({ decision, flagged, unreadable: false });
    expect(judgement.findings).toEqual(findings.map((each) => ({ ...each, check: 'moderator' })));
    expect(judgement.warnings.map(({ image }) => image)).toEqual(findings.map(() => 1));
    expect(judgement.normalised?.width).toBe(64);
  });

  it('uses the thresholds for drawings as the surest moderator says', async () => {
    const policy = { ...standard, illustratedFrom: 0.8, illustrated: { nudity: {} } };
    const says = (...illustrated: (number | undefined)[]) =>
      judged({
        policy,
        moderators: illustrated.map((sure, i) =>
          fakeModerator({ findings: [nude], ...(sure !== undefined && { illustrated: sure }) }, `m${i}`),
        ),
      });
    expect((await says(0.1, 0.9)).decision).toBe('clear');
    expect((await says(0.1, undefined)).decision).toBe('blur');
  });

  it('reports no finding for a picture while a required check has not answered', async () => {
    const moderators = [
      fakeModerator({ findings: [nude] }, 'a'),
      fakeModerator(new CheckError('invalid-input', 'too many bytes'), 'b'),
    ];
    const closed = await judged({ moderators });
    expect(closed).toMatchObject({ decision: 'withhold', flagged: false, unreadable: true });
    const open = await judged({ moderators, policy: { ...standard, failOpen: ['b'] } });
    expect(open).toMatchObject({ decision: 'blur', flagged: true, unreadable: false });
    expect(open.warnings.map(({ code }) => code)).toEqual(['image_nudity', 'check_failed_open']);
  });
});
