import { resilient } from '@shoji/capacity';
import { CheckError, type CheckReport, type EncodedImage, type ImageModerator } from '@shoji/core';
import { REKOGNITION_CATEGORIES, rekognitionFindings, unknownRekognitionLabels } from '@shoji/core/image';
import { lazy } from '@shoji/core/time';
import * as z from 'zod/mini';
import { isOutage, isRetryable, readAnswer, toCheckError } from './errors.ts';
import { type AwsOptions, clientConfig, quotaOf } from './options.ts';

/** Options for Amazon Rekognition. */
export interface RekognitionOptions extends AwsOptions {
  /** Needed only to tell two moderators of this kind apart. */
  readonly name?: string;
  /**
   * The least confidence (0–100) of labels to request. Keep it at or under the policy's lowest threshold, which is 30 in
   * every preset. The service's default, 50, would silently disable a lower threshold.
   */
  readonly minConfidence?: number;
  /** ARN of a custom moderation adapter's version. */
  readonly projectVersion?: string;
}

// Limits of an image in the request. Source: Rekognition developer guide, "Guidelines and quotas".
const MAX_BYTES = 5_242_880;
const MIN_SIDE = 80;
const MAX_SIDE = 10_000;

// DetectModerationLabels calls per second and account. Source: AWS General Reference, Rekognition quotas.
const CALLS_PER_SECOND: Readonly<Record<string, number>> = {
  'us-east-1': 50,
  'us-west-2': 50,
  'eu-west-1': 50,
};
const CALLS_PER_SECOND_ELSEWHERE = 5;

const percent = z.number().check(z.minimum(0), z.maximum(100));
const answerSchema = z.object({
  ModerationLabels: z.array(
    z.object({
      Name: z.string().check(z.minLength(1)),
      ParentName: z._default(z.string(), ''),
      Confidence: percent,
    }),
  ),
  ModerationModelVersion: z.optional(z.string()),
  ContentTypes: z.optional(z.array(z.object({ Name: z.string(), Confidence: percent }))),
  ProjectVersion: z.optional(z.string()),
});
type Answer = z.infer<typeof answerSchema>;

/**
 * Judges images with DetectModerationLabels, model 7.0. It cannot tell unlawful from explicit content. A new label of the
 * service below a known one takes the strictest category there, at least `toxicity`, with the notice `unknown-label`; any
 * other unknown label fails the check.
 * The report's `model` is the version that answered; `illustrated` comes from the content types.
 */
export function rekognition(options: RekognitionOptions = {}): ImageModerator {
  const { name = 'rekognition', minConfidence = 30, projectVersion } = options;

  const service = lazy(async () => {
    const { RekognitionClient, DetectModerationLabelsCommand, ShortAnswers } = await import(
      './clients/rekognition.ts'
    );
    const client = new RekognitionClient({ ...clientConfig(options), requestHandler: new ShortAnswers() });
    const perSecond = CALLS_PER_SECOND[await client.config.region()] ?? CALLS_PER_SECOND_ELSEWHERE;
    const run = resilient({
      ...quotaOf(perSecond),
      ...options.resilience,
      retryable: isRetryable,
      trips: isOutage,
    });
    return (bytes: Uint8Array, signal: AbortSignal) =>
      run(async (abortSignal) => {
        const command = new DetectModerationLabelsCommand({
          Image: { Bytes: bytes },
          MinConfidence: minConfidence,
          ...(projectVersion !== undefined && { ProjectVersion: projectVersion }),
        });
        return readAnswer(name, answerSchema, await client.send(command, { abortSignal }));
      }, signal);
  });

  return {
    name,
    specificationVersion: 1,
    covers: REKOGNITION_CATEGORIES,
    async moderate(image, { signal }) {
      assertWithinLimits(image);
      try {
        const detect = await service();
        return report(name, await detect(image.bytes, signal), projectVersion !== undefined);
      } catch (error) {
        throw toCheckError(name, error, signal);
      }
    },
  };
}

function report(check: string, answer: Answer, adapterWanted: boolean): CheckReport {
  const labels = answer.ModerationLabels.map(({ Name, ParentName, Confidence }) => ({
    name: Name,
    parentName: ParentName,
    confidence: Confidence,
  }));
  const drawn = (answer.ContentTypes ?? []).filter(({ Name }) => /^(animated|illustrated)$/i.test(Name));
  const { ModerationModelVersion: model } = answer;
  const findings = rekognitionFindings(check, labels);
  const notices = [
    ...(adapterWanted && answer.ProjectVersion === undefined ? [ADAPTER_DROPPED] : []),
    ...unknownRekognitionLabels(labels).map(({ name, parentName }) => ({
      code: 'unknown-label',
      message:
        `Rekognition found "${name}" under "${parentName}", a label that this version of Shoji does not know. ` +
        `It counts as the strictest category there: ${findings.find(({ label }) => label === name)?.category}.`,
    })),
  ];
  return {
    findings,
    illustrated: Math.max(0, ...drawn.map(({ Confidence }) => Confidence)) / 100,
    ...(model !== undefined && { model }),
    ...(notices.length > 0 && { notices }),
    usage: [{ item: 'rekognition.image', quantity: 1 }],
  };
}

// With an expired adapter the service reports no error: it uses the base model and omits ProjectVersion.
const ADAPTER_DROPPED = {
  code: 'adapter-dropped',
  message: 'Rekognition answered with its base model: the adapter has expired; train a new version.',
};

/** Refuses pictures that the service would. @throws CheckError `invalid-input` */
export function assertWithinLimits({ mediaType, width, height, bytes }: EncodedImage): void {
  if (mediaType === 'image/webp') {
    throw new CheckError('invalid-input', 'Rekognition reads JPEG and PNG, not WebP');
  }
  if (Math.min(width, height) < MIN_SIDE || Math.max(width, height) > MAX_SIDE) {
    throw new CheckError(
      'invalid-input',
      `Rekognition reads ${MIN_SIDE}–${MAX_SIDE} px a side, not ${width}×${height}`,
    );
  }
  if (bytes.length > MAX_BYTES) {
    throw new CheckError('invalid-input', `Rekognition reads ${MAX_BYTES} bytes, not ${bytes.length}`);
  }
}
