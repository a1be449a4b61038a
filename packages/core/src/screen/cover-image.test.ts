import { describe, expect, it } from 'vitest';
import type { Engine } from '../generation/engine.ts';
import { standard } from '../policy/presets.ts';
import { UnscreenedImage } from '../sealed/picture.ts';
import { fakeCodec, fakeEngine, fakeModerator, finding } from '../testing/fakes.ts';
import type { PromptVerdict } from '../vocabulary/verdict.ts';
import { createScreening } from './screening.ts';

const text = new TextDecoder();
const nude = finding('nudity', 0.6);

async function screened(parts: Partial<Engine>, decision: PromptVerdict['decision'] = 'allow', index = 0) {
  const verdict = { decision, unchecked: false, unreadable: false, findings: [], checks: [], warnings: [] };
  const options = { id: 'gen_1', signal: new AbortController().signal };
  const picture = new UnscreenedImage(new TextEncoder().encode('picture'));
  return createScreening(fakeEngine(parts), options).image(picture, verdict, { index });
}
async function shown(...given: Parameters<typeof screened>) {
  const { image } = await screened(...given);
  const read = (picture: typeof image.shown) => (picture ? text.decode(picture.bytes) : null);
  return [image.decision, read(image.shown), read(image.original)];
}
const seeing = (...findings: ReturnType<typeof finding>[]) => ({ moderators: [fakeModerator({ findings })] });

describe('the pixels that may be shown', () => {
  it('are the picture for a clear picture', async () => {
    expect(await shown({})).toEqual(['clear', 'picture', null]);
  });

  it('are the blurred picture for a blurred one, and the original where the policy reveals it', async () => {
    expect(await shown({ ...seeing(nude), policy: { ...standard, reveal: true } })).toEqual([
      'blur',
      'blurred',
      'picture',
    ]);
    expect(await shown({ ...seeing(nude), policy: { ...standard, reveal: false } })).toEqual([
      'blur',
      'blurred',
      null,
    ]);
  });

  it('are null for a withheld picture, whatever the policy reveals', async () => {
    const policy = { ...standard, reveal: true };
    expect(await shown({ ...seeing(finding('sexual-minors')), policy })).toEqual(['withhold', null, null]);
  });
});

describe('a picture of a warned prompt', () => {
  const blurs = { ...standard, warnedPrompt: 'blur' } as const;

  it('is blurred where the policy says so, with that reason', async () => {
    const { image, judgement } = await screened({ policy: blurs }, 'warn', 1);
    expect([image.decision, judgement.decision]).toEqual(['blur', 'clear']);
    expect(image.warnings).toMatchObject([{ code: 'prompt_warned', image: 1 }]);
  });

  it('has its own reason when it is blurred or withheld itself', async () => {
    const blurred = (await screened({ ...seeing(nude), policy: blurs }, 'warn')).image;
    expect([blurred.decision, blurred.warnings.map(({ code }) => code)]).toEqual(['blur', ['image_nudity']]);
    const withheld = (await screened({ ...seeing(finding('sexual-minors')), policy: blurs }, 'warn')).image;
    expect([withheld.decision, withheld.warnings.length]).toEqual(['withhold', 1]);
  });

  it('is shown where the policy says so, and where the prompt is clean', async () => {
    expect((await shown({ policy: { ...standard, warnedPrompt: 'show' } }, 'warn'))[0]).toBe('clear');
    expect((await shown({ policy: blurs }, 'allow'))[0]).toBe('clear');
  });
});

describe('a picture that cannot be blurred', () => {
  const broken = { ...seeing(nude), codec: fakeCodec(new Error('down')) };

  it('is withheld, with its earlier reasons and this one', async () => {
    const { image, judgement } = await screened(broken, 'allow', 1);
    expect([image.decision, image.shown, image.original]).toEqual(['withhold', null, null]);
    expect(image.findings).toEqual([{ ...nude, check: 'moderator' }]);
    expect(image.warnings).toEqual([
      expect.objectContaining({ code: 'image_nudity', image: 1 }),
      {
        code: 'check_failed',
        check: 'pixels',
        image: 1,
        message: 'The picture could not be blurred, so it is withheld.',
      },
    ]);
    expect(judgement.checks).toMatchObject([
      { check: 'moderator', status: 'flagged' },
      { check: 'pixels', on: 'image', image: 1, status: 'failed', reason: 'error' },
    ]);
    expect(judgement.checks[1]?.ms).toBeGreaterThan(0);
  });

  it('within the remaining time is withheld', async () => {
    const codec = fakeCodec();
    const slow: typeof codec.blur = async (...given) => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      return codec.blur(...given);
    };
    expect((await shown({ ...seeing(nude), codec: { ...codec, blur: slow } }))[1]).toBe('blurred');
    const deadlines = { ...standard.deadlines, moderate: 1 };
    const late = { ...seeing(nude), codec: fakeCodec('hang'), policy: { ...standard, deadlines } };
    expect((await screened(late)).judgement.checks.at(-1)).toMatchObject({
      check: 'pixels',
      reason: 'timeout',
    });
  });
});
