import { rules } from '@shoji/core';
import { parseTermList, wordsInPictures } from '@shoji/core/text';
import { describe, expect, it } from 'vitest';
import { type RekognitionTextOptions, rekognitionText } from '../../packages/aws/src/index.ts';
import {
  empty,
  failing,
  JSON_TYPE,
  json,
  malformed,
  REKOGNITION_ERRORS,
  reset,
  silence,
  truncated,
} from '../upstreams/aws/index.ts';
import { expectSigned, patient, reaching, rejection, useAws } from './support.ts';

const aws = await useAws();

const operation = 'DetectText';
const bytes = Uint8Array.from({ length: 300 }, (_, index) => index % 251);
const image = (changes: object = {}) =>
  ({ mediaType: 'image/jpeg', width: 512, height: 512, bytes, ...changes }) as const;
const read = (options: Partial<RekognitionTextOptions> = {}, picture = image()) =>
  rekognitionText({ ...reaching(aws), ...options }).read(picture, patient());

/** One detection, as the service writes it. */
function detection(Type: 'LINE' | 'WORD', DetectedText: string, more: object = {}) {
  return {
    ...{ Type, DetectedText, Confidence: 99.2, Id: 0 },
    Geometry: {
      BoundingBox: { Height: 0.1, Left: 0.25, Top: 0.5, Width: 0.4 },
      Polygon: [
        { X: 0.25, Y: 0.5 },
        { X: 0.65, Y: 0.5 },
        { X: 0.65, Y: 0.6 },
        { X: 0.25, Y: 0.6 },
      ],
    },
    ...more,
  };
}
const answer = (...detections: object[]) => json({ TextDetections: detections, TextModelVersion: '3.0' });
const words = (count: number) => [
  detection('LINE', 'many words'),
  ...Array.from({ length: count }, (_, index) => detection('WORD', 'word', { Id: index + 1, ParentId: 0 })),
];

describe('the call', () => {
  it('is a signed request with the judged bytes, and asks also for words that the service is less sure of', async () => {
    await read();
    expectSigned(aws, operation);
    const [request] = aws.requests;
    expect(request).toMatchObject({ method: 'POST', path: '/' });
    expect(request?.headers).toMatchObject({
      'content-type': JSON_TYPE,
      'x-amz-target': 'RekognitionService.DetectText',
    });
    expect(JSON.parse(request?.body ?? '')).toEqual({
      Image: { Bytes: Buffer.from(bytes).toString('base64') },
      Filters: { WordFilter: { MinConfidence: 50 } },
    });
    await read({ minConfidence: 30, region: 'ap-northeast-1' });
    expect(JSON.parse(aws.requests[1]?.body ?? '')).toMatchObject({
      Filters: { WordFilter: { MinConfidence: 30 } },
    });
    expect(aws.requests[1]?.headers.authorization).toContain('/ap-northeast-1/rekognition/');
  });

  it.each([
    ['too small', { width: 79 }],
    ['too wide', { width: 10_001 }],
    ['one byte too large', { bytes: new Uint8Array(5_242_881) }],
    ['of a format that the service does not read', { mediaType: 'image/webp' }],
  ])('is not made for a picture %s', async (_, changes) => {
    expect(await rejection(read({}, image(changes)))).toMatchObject({ failure: 'invalid-input' });
    expect(aws.requests).toHaveLength(0);
  });
});

describe('the answer', () => {
  it('becomes lines with their confidence and place, the model’s version and the usage', async () => {
    aws.script(
      operation,
      answer(
        detection('LINE', 'FRESH MARMALADE'),
        detection('WORD', 'FRESH', { Id: 1, ParentId: 0 }),
        detection('WORD', 'MARMALADE', { Id: 2, ParentId: 0 }),
      ),
    );
    expect(await read()).toEqual({
      lines: [
        {
          text: 'FRESH MARMALADE',
          confidence: expect.closeTo(0.992),
          box: { left: 0.25, top: 0.5, width: 0.4, height: 0.1 },
        },
      ],
      model: '3.0',
      usage: [{ item: 'rekognition.text', quantity: 1 }],
    });
  });

  it('without text has no lines', async () => {
    expect(await read()).toMatchObject({ lines: [] });
  });

  it('keeps a word that belongs to no line', async () => {
    aws.script(
      operation,
      answer(detection('WORD', 'alone', { Id: 4, ParentId: 9 }), detection('WORD', 'too')),
    );
    expect((await read()).lines.map(({ text }) => text)).toEqual(['alone', 'too']);
  });

  it('of as many words as the service finds at most is not a whole reading', async () => {
    aws.script(operation, answer(...words(99)));
    expect((await read()).lines).toHaveLength(1);
    aws.script(operation, answer(...words(100)));
    expect(await rejection(read())).toMatchObject({ failure: 'invalid-input', ofInput: true });
  });

  it.each([
    ['without detections', {}],
    ['with null for detections', { TextDetections: null }],
    [
      'with a detection of an unknown type',
      { TextDetections: [{ ...detection('LINE', 'a'), Type: 'PAGE' }] },
    ],
    ['with a line without text', { TextDetections: [{ Type: 'LINE', Confidence: 99 }] }],
    ['with a line without confidence', { TextDetections: [{ Type: 'LINE', DetectedText: 'a' }] }],
    ['with a confidence over 100', { TextDetections: [detection('LINE', 'a', { Confidence: 101 })] }],
  ])('%s is not a valid answer', async (_, told) => {
    aws.script(operation, json(told));
    expect(await rejection(read())).toMatchObject({ name: 'CheckError', failure: 'invalid-answer' });
  });
});

describe('errors', () => {
  it.each([
    ['AccessDeniedException', 'denied', 1],
    ['ImageTooLargeException', 'invalid-input', 1],
    ['InternalServerError', 'unavailable', 3],
    ['InvalidImageFormatException', 'invalid-input', 1],
    ['ProvisionedThroughputExceededException', 'throttled', 3],
    ['ThrottlingException', 'throttled', 3],
    ['html503', 'unavailable', 3],
  ] as const)('%s is %s after %i requests', async (error, failure, requests) => {
    aws.script(operation, failing(REKOGNITION_ERRORS[error]));
    expect(await rejection(read())).toMatchObject({ name: 'CheckError', failure });
    expect(aws.requests).toHaveLength(requests);
  });

  it.each([
    ['a broken connection', reset, 'unavailable'],
    ['an answer that breaks off', truncated, 'unavailable'],
    ['an answer that is no JSON', malformed, 'invalid-answer'],
    ['an empty answer', empty, 'invalid-answer'],
  ] as const)('%s is a failure, not a verdict', async (_, fault, failure) => {
    aws.script(operation, fault);
    expect(await rejection(read())).toMatchObject({ name: 'CheckError', failure });
  });

  it('an abort closes the connection and rejects with its reason', async () => {
    aws.script(operation, silence);
    const controller = new AbortController();
    const arrived = aws.next();
    const failed = rejection(rekognitionText(reaching(aws)).read(image(), { signal: controller.signal }));
    const { abandoned } = await arrived;
    const reason = new Error('closed the tab');
    controller.abort(reason);
    expect(await failed).toBe(reason);
    await abandoned;
  });
});

it('finds an operator’s word in a picture', async () => {
  aws.script(operation, answer(detection('LINE', 'Fresh'), detection('LINE', 'MARMALADE')));
  const moderator = wordsInPictures({
    reader: rekognitionText(reaching(aws)),
    rules: [rules({ lexicon: false, terms: parseTermList('marmalade\n') })],
  });
  const report = await moderator.moderate(image(), patient());
  expect(report).toMatchObject({
    findings: [{ check: 'words-in-pictures' }],
    model: '3.0',
    usage: [{ item: 'rekognition.text', quantity: 1 }],
  });
});
