import sharp from 'sharp';
import type { Script } from './stub-proxy.ts';

/** A picture of one colour, as base64 PNG: easy to recognise anywhere. */
export async function colouredImage(colour: string, width = 64, height = 64): Promise<string> {
  const bytes = await sharp({ create: { width, height, channels: 3, background: colour } })
    .png()
    .toBuffer();
  return bytes.toString('base64');
}

export const clearImage = (b64: string) => ({
  decision: 'clear',
  media_type: 'image/png',
  b64,
  original: null,
  findings: [],
});

export const blurredImage = (b64: string, original: string | null) => ({
  decision: 'blur',
  media_type: 'image/png',
  b64,
  original: original && { media_type: 'image/png', b64: original },
  findings: [{ check: 'rekognition', category: 'suggestive', label: 'Swimwear or Underwear', score: 0.93 }],
});

export const withheldImage = (
  findings: unknown[] = [{ check: 'rekognition', category: 'nudity', label: 'Explicit Nudity', score: 0.98 }],
) => ({ decision: 'withhold', media_type: null, b64: null, original: null, findings });

const PASSED = { decision: 'allow', findings: [] };
type Warning = {
  code: string;
  message: string;
  category?: string;
  check?: string;
  span?: number[];
  image?: number | undefined;
  frames?: unknown;
};
type WireImage = { decision: string; media_type: string | null; findings: unknown[] };

/** The data of `prompt.screened` for a prompt that passed, or passed with `warnings`. */
export function screened(warnings: readonly Warning[] = []) {
  const prompt = warnings.length > 0 ? { decision: 'warn', findings: [] } : PASSED;
  return ['prompt.screened', { id: 'gen_1', prompt, checks: [], warnings }] as const;
}

/** The data of `generation.completed` for these pictures. */
export function completed(sent: readonly WireImage[], facts: Record<string, unknown> = {}) {
  const images = sent.map(({ decision, media_type, findings }) => ({
    decision,
    media_type,
    findings,
    b64: null,
    original: null,
  }));
  return [
    'generation.completed',
    {
      id: 'gen_1',
      decision: images[0]?.decision ?? 'clear',
      prompt: PASSED,
      images,
      warnings: [],
      checks: [
        { check: 'rules', on: 'prompt', status: 'passed', ms: 0.2 },
        { check: 'rekognition', on: 'image', image: 0, status: 'passed', ms: 460 },
      ],
      attempts: 1,
      seeds: images.map((_, index) => 7 + index),
      generator: { name: 'sd-v2-1-base', kind: 'model' },
      timings_ms: { rules: 0.2, classify: 181, generate: 14_800, moderate: 460, total: 15_441 },
      cost_usd: { estimate: 0.0173, items: [] },
      ...facts,
    },
  ] as const;
}

/** A whole generation without a pause that ends in these pictures. */
export function generation(
  images: readonly WireImage[],
  { warnings = [], ...facts }: { warnings?: readonly Warning[] } & Record<string, unknown> = {},
): Script {
  return async function* () {
    yield screened(warnings.filter(({ image }) => image === undefined));
    yield ['generation.started', { attempt: 1, seeds: [7, 8] }];
    yield ['generation.progress', { attempt: 1, fraction: 0.5 }];
    yield ['generation.progress', { attempt: 1, fraction: 1 }];
    for (const [index, image] of images.entries()) yield ['image.screened', { index, attempt: 1, image }];
    yield completed(images, { warnings, ...facts });
  };
}

/** The refusal of a prompt whose characters from `span` on were the reason. */
export function refusal(span: readonly [number, number] | undefined): Script {
  const reason = { check: 'rules', category: 'violence' };
  return () => ({
    status: 422,
    body: {
      type: 'https://shoji.example/problems/prompt-rejected',
      title: 'The prompt was refused.',
      status: 422,
      code: 'prompt_rejected',
      prompt: { decision: 'reject', findings: [{ ...reason, label: 'violence', score: 1, span }] },
      warnings: [{ ...reason, code: 'prompt_violence', message: 'The prompt suggests violence.', span }],
    },
  });
}

/** A problem document as the proxy sends it. */
export function problem(status: number, code: string, headers: Record<string, string> = {}): Script {
  return () => ({
    status,
    headers,
    body: {
      type: `https://shoji.example/problems/${code}`,
      title: code,
      status,
      code,
      detail: `Detail of ${code}.`,
    },
  });
}
