import type { ImageMediaType } from '@shoji/core/image';
import { describe, expect, it, vi } from 'vitest';
import { type RekognitionOptions, rekognition } from '../../packages/aws/src/index.ts';
import {
  empty,
  failing,
  JSON_TYPE,
  json,
  malformed,
  REKOGNITION_ERRORS,
  raw,
  reset,
  silence,
  startAws,
  truncated,
} from '../upstreams/aws/index.ts';
import { expectSigned, patient, reaching, rejection, useAws } from './support.ts';

const aws = await useAws();

const operation = 'DetectModerationLabels';
const bytes = (length: number) => Uint8Array.from({ length }, (_, index) => index % 251);

/** The picture to judge. */
function image(judged: { mediaType?: ImageMediaType; width?: number; height?: number; size?: number } = {}) {
  const { mediaType = 'image/jpeg', width = 512, height = 512, size = 300 } = judged;
  return { mediaType, width, height, bytes: bytes(size) };
}

function cancellable() {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort(new Error('enough')) };
}

const moderate = (options: Partial<RekognitionOptions> = {}, picture = image()) =>
  rekognition({ ...reaching(aws), ...options }).moderate(picture, patient());

describe('the call', () => {
  it('is a signed request with the judged bytes, in the service’s format', async () => {
    await moderate();
    expectSigned(aws, operation);
    const [request] = aws.requests;
    expect(request).toMatchObject({ method: 'POST', path: '/' });
    expect(request?.headers).toMatchObject({
      'content-type': JSON_TYPE,
      'x-amz-target': 'RekognitionService.DetectModerationLabels',
    });
    expect(JSON.parse(request?.body ?? '')).toEqual({
      Image: { Bytes: Buffer.from(bytes(300)).toString('base64') },
      MinConfidence: 30,
    });
  });

  it('is signed for the configured region', async () => {
    await moderate({ region: 'ap-northeast-1' });
    expect(aws.requests[0]?.headers.authorization).toContain('/ap-northeast-1/rekognition/');
  });

  it('takes region, credentials and endpoint URL from the environment', async () => {
    vi.stubEnv('AWS_REGION', 'eu-central-1');
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDFROMENV');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
    vi.stubEnv('AWS_ENDPOINT_URL_REKOGNITION', aws.url);
    await rekognition().moderate(image(), patient());
    vi.unstubAllEnvs();
    expect(aws.requests[0]?.headers.authorization).toMatch(/=AKIDFROMENV\/\d+\/eu-central-1\/rekognition\//);
  });

  it.each([
    ['ap-northeast-1', 5],
    ['us-east-1', 50],
  ])('delays calls in %s that exceed the quota of %i a second', async (region, quota) => {
    aws.script(operation, silence);
    const moderator = rekognition({ ...reaching(aws), region, resilience: {} });
    const { signal, abort } = cancellable();
    const calls = Array.from({ length: quota + 1 }, () => rejection(moderator.moderate(image(), { signal })));
    while (aws.requests.length < quota) await aws.next();
    // A moderator with a separate quota gets its answer; the call over the quota, if made, would have arrived before it.
    aws.script(operation, json({ ModerationLabels: [] }));
    await moderate();
    expect(aws.requests).toHaveLength(quota + 1);
    abort();
    await Promise.all(calls);
  });

  it('sends the adapter and the minimum confidence that the operator configured', async () => {
    const projectVersion = 'arn:aws:rekognition:eu-west-1:111122223333:project/p/version/v/1700000000000';
    await moderate({ projectVersion, minConfidence: 55 });
    expect(JSON.parse(aws.requests[0]?.body ?? '')).toMatchObject({
      MinConfidence: 55,
      ProjectVersion: projectVersion,
    });
  });

  it.each([
    ['too small', { width: 79 }],
    ['too wide', { width: 10_001 }],
    ['too high', { height: 10_001 }],
    ['one byte too large', { size: 5_242_881 }],
    ['of a format that the service does not read', { mediaType: 'image/webp' }],
  ] as const)('is not made for a picture %s', async (_, judged) => {
    expect(await rejection(moderate({}, image(judged)))).toMatchObject({ failure: 'invalid-input' });
    expect(aws.requests).toHaveLength(0);
  });

  it.each([
    ['the smallest and widest', { width: 10_000, height: 80 }],
    ['the largest', { size: 5_242_880 }],
  ])('is made for %s picture', async (_, judged) => {
    await moderate({}, image(judged));
    expect(aws.requests).toHaveLength(1);
  });
});

describe('the answer', () => {
  it('becomes findings with scores, model version, illustration and usage', async () => {
    aws.script(
      operation,
      json({
        ModerationLabels: [
          { Confidence: 98.7, Name: 'Explicit Nudity', ParentName: 'Explicit', TaxonomyLevel: 2 },
          { Confidence: 99, Name: 'Explicit', ParentName: '', TaxonomyLevel: 1 },
        ],
        ModerationModelVersion: '7.0',
        ContentTypes: [
          { Confidence: 91.2, Name: 'Illustrated' },
          { Confidence: 12, Name: 'Animated' },
        ],
      }),
    );
    const report = await moderate();
    expect(report).toEqual({
      findings: [
        { check: 'rekognition', category: 'nudity', label: 'Explicit Nudity', score: expect.closeTo(0.987) },
        { check: 'rekognition', category: 'nudity', label: 'Explicit', score: 0.99 },
      ],
      illustrated: expect.closeTo(0.912),
      model: '7.0',
      usage: [{ item: 'rekognition.image', quantity: 1 }],
    });
  });

  it('without labels becomes no finding', async () => {
    expect(await moderate()).toMatchObject({ findings: [], illustrated: 0, model: '7.0' });
  });

  it('is no illustration for other content types', async () => {
    aws.script(operation, json({ ModerationLabels: [], ContentTypes: [{ Name: 'Sports', Confidence: 99 }] }));
    expect(await moderate()).toMatchObject({ illustrated: 0 });
  });

  it('reports a dropped adapter, and only then', async () => {
    const options = {
      projectVersion: 'arn:aws:rekognition:eu-west-1:111122223333:project/p/version/v/1700000000000',
    };
    expect(await moderate(options)).toMatchObject({ notices: [{ code: 'adapter-dropped' }] });
    aws.script(operation, json({ ModerationLabels: [], ProjectVersion: options.projectVersion }));
    expect(await moderate(options)).not.toHaveProperty('notices');
    expect(await moderate()).not.toHaveProperty('notices');
  });

  it('takes the strictest category for an unknown child of a known label, and says so', async () => {
    aws.script(
      operation,
      json({
        ModerationLabels: [
          { Name: 'A New Label', ParentName: 'Violence', Confidence: 92 },
          { Name: 'Violence', ParentName: '', Confidence: 92 },
        ],
      }),
    );
    const report = await moderate();
    expect(report.findings.map(({ category, score }) => [category, score])).toEqual([
      ['self-harm', 0.92],
      ['self-harm', 0.92],
    ]);
    expect(report.notices).toEqual([
      {
        code: 'unknown-label',
        message: expect.stringContaining('"A New Label" under "Violence"'),
      },
    ]);
  });

  it('is a failure for an unknown label without a known one above it', async () => {
    aws.script(
      operation,
      json({ ModerationLabels: [{ Name: 'A New Label', ParentName: '', Confidence: 31 }] }),
    );
    expect(await rejection(moderate())).toMatchObject({ name: 'CheckError', failure: 'unknown-label' });
  });

  it.each([
    ['without labels', {}],
    ['with null for labels', { ModerationLabels: null }],
    ['with a label without a name', { ModerationLabels: [{ ParentName: '', Confidence: 99 }] }],
    ['with a label without confidence', { ModerationLabels: [{ Name: 'Violence', ParentName: '' }] }],
    [
      'with a confidence over 100',
      { ModerationLabels: [{ Name: 'Violence', ParentName: '', Confidence: 101 }] },
    ],
    [
      'with a confidence that is no number',
      { ModerationLabels: [{ Name: 'Violence', ParentName: '', Confidence: 'NaN' }] },
    ],
  ])('%s is not a valid answer', async (_, answer) => {
    aws.script(operation, json(answer));
    expect(await rejection(moderate())).toMatchObject({ name: 'CheckError', failure: 'invalid-answer' });
    expect(aws.requests).toHaveLength(1);
  });
});

describe('errors', () => {
  it.each([
    ['AccessDeniedException', 'denied', 1],
    ['ImageTooLargeException', 'invalid-input', 1],
    ['InternalServerError', 'unavailable', 3],
    ['InvalidImageFormatException', 'invalid-input', 1],
    ['ProvisionedThroughputExceededException', 'throttled', 3],
    ['ResourceNotReadyException', 'unavailable', 1],
    ['ThrottlingException', 'throttled', 3],
    ['ThrottlingException500', 'throttled', 3],
    ['headerType', 'throttled', 3],
    ['prefixedType', 'throttled', 3],
    ['html503', 'unavailable', 3],
  ] as const)('%s is %s after %i requests', async (error, failure, requests) => {
    aws.script(operation, failing(REKOGNITION_ERRORS[error]));
    expect(await rejection(moderate())).toMatchObject({ name: 'CheckError', failure });
    expect(aws.requests).toHaveLength(requests);
    expectSigned(aws, operation);
  });

  it.each([
    ['a broken connection', reset, 'unavailable', 3],
    ['an answer that breaks off', truncated, 'unavailable', 3],
    ['an answer that is no JSON', malformed, 'invalid-answer', 1],
    ['an empty answer', empty, 'invalid-answer', 1],
    ['a 403 page of a proxy', raw(403, { 'content-type': 'text/html' }, '<html>no</html>'), 'denied', 1],
    ['a 404 page of a proxy', raw(404, { 'content-type': 'text/html' }, '<html>no</html>'), 'error', 1],
  ] as const)('%s is a failure, not a verdict', async (_, answer, failure, requests) => {
    aws.script(operation, answer);
    expect(await rejection(moderate())).toMatchObject({ name: 'CheckError', failure });
    expect(aws.requests).toHaveLength(requests);
  });

  it('a throttled call succeeds when the service recovers', async () => {
    const throttled = failing(REKOGNITION_ERRORS.ThrottlingException);
    aws.script(operation, throttled, throttled, json({ ModerationLabels: [] }));
    expect(await moderate()).toMatchObject({ findings: [] });
    expect(aws.requests).toHaveLength(3);
  });

  it('a missing answer is a time-out, is not retried, and closes the connection', async () => {
    const moderator = rekognition(reaching(aws, { timeout: 2_000 }));
    // The client is loaded and connected then, so that the next request is sent well within its time.
    await moderator.moderate(image(), patient());
    aws.script(operation, silence);
    const arrived = aws.next();
    expect(await rejection(moderator.moderate(image(), patient()))).toMatchObject({
      name: 'CheckError',
      failure: 'timeout',
    });
    await (await arrived).abandoned;
    expect(aws.requests).toHaveLength(2);
  });

  it('a refused connection is unavailable', async () => {
    const gone = await startAws();
    await gone.close();
    expect(await rejection(moderate({ endpointUrl: gone.url }))).toMatchObject({ failure: 'unavailable' });
  });

  it('missing credentials are denied', async () => {
    const credentials = async () => {
      throw Object.assign(new Error('no credentials'), { name: 'CredentialsProviderError' });
    };
    expect(await rejection(moderate({ credentials }))).toMatchObject({ failure: 'denied' });
    expect(aws.requests).toHaveLength(0);
  });

  it('a call after an outage fails at once without a request', async () => {
    aws.script(operation, failing(REKOGNITION_ERRORS.InternalServerError));
    const moderator = rekognition(reaching(aws, { breaker: { failures: 3, openFor: 60_000 } }));
    await rejection(moderator.moderate(image(), patient()));
    expect(await rejection(moderator.moderate(image(), patient()))).toMatchObject({ failure: 'unavailable' });
    expect(aws.requests).toHaveLength(3);
  });
});

describe('abort by the caller', () => {
  it('closes the connection and rejects with its reason', async () => {
    aws.script(operation, silence);
    const controller = new AbortController();
    const arrived = aws.next();
    const failed = rejection(rekognition(reaching(aws)).moderate(image(), { signal: controller.signal }));
    const { abandoned } = await arrived;
    const reason = new Error('closed the tab');
    controller.abort(reason);
    expect(await failed).toBe(reason);
    await abandoned;
    expect(aws.requests).toHaveLength(1);
  });

  it('by a time limit is a timeout', async () => {
    aws.script(operation, silence);
    const call = rekognition(reaching(aws)).moderate(image(), { signal: AbortSignal.timeout(50) });
    expect(await rejection(call)).toMatchObject({ name: 'CheckError', failure: 'timeout' });
  });
});
