import { describe, expect, it } from 'vitest';
import { serveProxy } from '../../testing/proxy.test-helper.ts';
import type { FailureKind } from './errors.ts';
import { moderateImage } from './moderate.ts';

const PATH = '/v1/moderations';
const finding = { check: 'rekognition', category: 'nudity', label: 'Nudity', score: 0.9 };
const result = { type: 'image', decision: 'blur', unchecked: false, findings: [finding], warnings: [] };
const never = { signal: new AbortController().signal };

describe('moderateImage', () => {
  it('sends one image with the key, and returns what the checks found', async () => {
    const warnings = [{ code: 'image_nudity', message: 'm', category: 'nudity', span: null, image: 0 }];
    const { origin, asked } = await serveProxy({
      [PATH]: { body: { id: 'mod_1', results: [{ ...result, warnings }] } },
    });
    expect(await moderateImage({ origin, key: 'k3y' }, 'aW1hZ2U=', never)).toEqual({
      decision: 'blur',
      unchecked: false,
      findings: [{ ...finding, span: undefined }],
      warnings: [
        {
          code: 'image_nudity',
          message: 'm',
          category: 'nudity',
          check: undefined,
          span: undefined,
          image: 0,
        },
      ],
    });
    expect(asked).toMatchObject([
      { method: 'POST', headers: { authorization: 'Bearer k3y', 'content-type': 'application/json' } },
    ]);
    expect(JSON.parse(asked[0]?.body ?? '')).toEqual({ input: [{ type: 'image', b64: 'aW1hZ2U=' }] });
  });

  it.each<[number, unknown, FailureKind]>([
    [400, { code: 'invalid_request' }, 'invalid-request'],
    [503, { code: 'check_failed' }, 'check-failed'],
    [200, { id: 'mod_1', results: [] }, 'stranger'],
    [200, { id: 'mod_1', results: [{ ...result, decision: 'maybe' }] }, 'stranger'],
    [200, 'not JSON', 'stranger'],
  ])('distinguishes a failure from a verdict (%i, %j)', async (status, body, kind) => {
    const { origin } = await serveProxy({ [PATH]: { status, body } });
    await expect(moderateImage({ origin, key: '' }, '', never)).rejects.toMatchObject({ kind });
  });

  it('throws the reason when the caller aborts', async () => {
    const { origin } = await serveProxy({});
    const reason = new Error('nobody waits');
    await expect(moderateImage({ origin, key: '' }, '', { signal: AbortSignal.abort(reason) })).rejects.toBe(
      reason,
    );
  });
});
