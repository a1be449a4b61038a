import type { UnscreenedImage } from '@shoji/core';
import type { Verdict } from '../../dialect-kit/call/call.ts';
import type { HttpAnswer } from '../../dialect-kit/client/http-answer.ts';
import { readJsonAnswer } from '../../dialect-kit/client/read-answer.ts';
import type { ShownPicture } from '../../dialect-kit/screening/shown-picture.ts';
import type { AnswerObject } from '../../dialect-kit/serving/answer-json.ts';
import { fieldOf, type JsonObject } from '../../wire/json/strict-json.ts';
import { type Family, MADE } from './fields.ts';

/** The images of a model, and the model's own reason for each that is missing. */
export interface Made {
  readonly images: readonly UnscreenedImage[];
  readonly seeds: readonly unknown[];
  /** Null for a picture that the model made; the model's reason where its own filter withheld it. */
  readonly reasons: readonly unknown[];
}

/** Splits a model's answer into its images. @throws GenerationError when it is not JSON. */
export async function readMade(got: HttpAnswer, family: Family): Promise<Made> {
  const answer = await readJsonAnswer(got);
  const rest = answer.screened(MADE).fields;
  const list = (key: string): readonly unknown[] => {
    const value = rest[key];
    return Array.isArray(value) ? value : [];
  };
  const images = answer.pictures((value) => {
    const found = fieldOf(value, family);
    const entries = Array.isArray(found) ? found : [];
    return family === 'artifacts' ? entries.map((entry) => fieldOf(entry, 'base64')) : entries;
  });
  if (family === 'images') return { images, seeds: list('seeds'), reasons: list('finish_reasons') };
  const entries = list('artifacts');
  return {
    images,
    seeds: entries.map((entry) => fieldOf(entry, 'seed')),
    reasons: entries.map((entry) => fieldOf(entry, 'finishReason')),
  };
}

/** The reason for a withheld picture, in the terms of Stability's models. */
export function filterReason(
  verdict: Pick<Verdict, 'warnings'>,
  what: 'prompt' | 'input' | 'picture',
  unchecked: boolean,
): string {
  if (unchecked && !verdict.warnings.some(({ category }) => category)) return 'Inference error';
  return {
    prompt: 'Filter reason: prompt',
    input: 'Filter reason: input image',
    picture: 'Filter reason: output image',
  }[what];
}

/** The answer of a family's model with these pictures. */
export function answerWith(
  pictures: readonly ShownPicture[],
  verdict: Verdict,
  made: Made | undefined,
  family: Family,
): AnswerObject {
  const seed = (index: number) => Number(made?.seeds[index]) || 0;
  const reason = (index: number) => {
    if (verdict.images[index] === 'withhold') return filterReason(verdict, 'picture', false);
    return verdict.images.length === 0
      ? filterReason(verdict, 'prompt', verdict.decision === 'unchecked')
      : null;
  };
  if (family === 'images') {
    return {
      seeds: pictures.map((_, index) => seed(index)),
      finish_reasons: pictures.map((_, index) => reason(index)),
      images: pictures,
    };
  }
  const artifacts = pictures.map((picture, index) => ({
    seed: seed(index),
    base64: picture,
    finishReason: reason(index) === null ? 'SUCCESS' : 'CONTENT_FILTERED',
  }));
  return { result: 'success', artifacts };
}

/** The answer by which a model reports that it made no picture. */
export function filtered(reason: string, family: Family): JsonObject {
  if (family === 'images') return { seeds: [], finish_reasons: [reason], images: [] };
  const finishReason = reason === 'Inference error' ? 'ERROR' : 'CONTENT_FILTERED';
  return { result: 'success', artifacts: [{ seed: 0, base64: '', finishReason }] };
}
