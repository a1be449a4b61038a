import type { SharedV3Warning } from '@ai-sdk/provider';
import type {
  Category,
  Finding,
  GenerationResult,
  ImageDecision,
  PromptDecision,
  ScreenedImage,
  Warning,
} from '@shoji/core';
import type { ModelAnswer, TokenUsage } from '../read-answer.ts';
import type { ModelWarning } from '../read-warnings.ts';

// Type aliases: an interface is not assignable to the JSON types of provider packages.

/** A finding of one check, as JSON. */
export type ReportedFinding = {
  check: string;
  category: Category;
  label: string;
  /** Confidence, 0–1. */
  score: number;
  /** Start and end in UTF-16 offsets of the prompt, if the policy explains them. */
  span?: number[];
};

/** A reason for a person, as JSON. */
export type ReportedWarning = { code: string; message: string; category?: Category; check?: string };

/** An entry of `providerMetadata.shoji.images`. */
export type ImageReport = {
  /** The call's name in observations. */
  id: string;
  decision: ImageDecision;
  findings: ReportedFinding[];
  warnings: ReportedWarning[];
  prompt: { decision: PromptDecision; findings: ReportedFinding[]; warnings: ReportedWarning[] };
};

/** Result of `doGenerate` of a screened model; it fits the interface versions 3 and 4. */
export interface ScreenedResult {
  /** The clear and the blurred pictures. */
  images: Uint8Array[];
  /** False when every picture was withheld: the model was paid, and a retry would pay again for similar pictures. */
  isRetryable: false;
  warnings: SharedV3Warning[];
  providerMetadata: { shoji: { images: ImageReport[] } };
  response: { timestamp: Date; modelId: string; headers: undefined };
  usage: TokenUsage;
}

type Completed = Extract<GenerationResult, { status: 'completed' }>;

/**
 * A completed generation in the form of the AI SDK. Pictures that may not be shown are left out, as provider packages
 * leave out what their server filtered. `providerMetadata.shoji.images` has an entry for each picture: first those in
 * `images`, in their order, then the withheld ones.
 */
export function screenedResult(
  result: Completed,
  answers: readonly ModelAnswer[],
  { modelId, warnings }: { readonly modelId: string; readonly warnings: readonly SharedV3Warning[] },
): ScreenedResult {
  const shown = result.images.flatMap((image) =>
    image.shown === null ? [] : [{ image, bytes: image.shown.bytes }],
  );
  const withheld = result.images.filter((image) => image.shown === null);
  const images = [...shown.map(({ image }) => image), ...withheld];
  return {
    images: shown.map(({ bytes }) => bytes),
    isRetryable: false,
    warnings: [...warnings, ...ofProvider(answers), ...ofScreening(result, withheld.length)],
    providerMetadata: { shoji: { images: images.map((image) => report(image, result)) } },
    response: { timestamp: new Date(), modelId, headers: undefined },
    usage: total(answers),
  };
}

function report({ decision, findings, warnings }: ScreenedImage, { id, prompt }: Completed): ImageReport {
  return {
    id,
    decision,
    findings: findings.map(findingJson),
    warnings: warnings.map(warningJson),
    prompt: {
      decision: prompt.decision,
      findings: prompt.findings.map(findingJson),
      warnings: prompt.warnings.map(warningJson),
    },
  };
}

function findingJson({ check, category, label, score, span }: Finding): ReportedFinding {
  return { check, category, label, score, ...(span !== undefined && { span: [...span] }) };
}

function warningJson({ code, message, category, check }: Warning): ReportedWarning {
  return {
    code,
    message,
    ...(category !== undefined && { category }),
    ...(check !== undefined && { check }),
  };
}

function ofScreening({ warnings, images }: Completed, withheld: number): SharedV3Warning[] {
  const messages = new Set(warnings.map(({ message }) => message));
  if (withheld > 0) messages.add(`${withheld} of ${images.length} pictures were withheld.`);
  return [...messages].map((message) => ({ type: 'other', message: `Shoji: ${message}` }));
}

/** The provider's warnings without their text, which may come from its server. */
function ofProvider(answers: readonly ModelAnswer[]): SharedV3Warning[] {
  const warnings = answers.flatMap((answer) => answer.warnings.map(withoutWords));
  return [...new Map(warnings.map((warning) => [JSON.stringify(warning), warning])).values()];
}

function withoutWords({ type, feature }: ModelWarning): SharedV3Warning {
  if (type !== 'other' && feature !== undefined) return { type, feature };
  const about = feature === undefined ? '' : ` about ${feature}`;
  return {
    type: 'other',
    message: `The provider gave a warning${about}; the engine’s observe has its text.`,
  };
}

function total(answers: readonly ModelAnswer[]): TokenUsage {
  const sum = (count: keyof TokenUsage) => {
    const counts = answers.flatMap(({ tokens }) => tokens?.[count] ?? []);
    return counts.length === 0 ? undefined : counts.reduce((all, each) => all + each, 0);
  };
  return {
    inputTokens: sum('inputTokens'),
    outputTokens: sum('outputTokens'),
    totalTokens: sum('totalTokens'),
  };
}
