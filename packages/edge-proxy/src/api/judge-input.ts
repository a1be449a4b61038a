import { Buffer } from 'node:buffer';
import { GenerationError, ImageError, type Screening, UnscreenedImage } from '@shoji/core';
import type { ModerationAnswer } from './answers.ts';
import type { ModerationBody } from './requests.ts';
import { toldOf } from './wire.ts';

type Input = ModerationBody['input'][number];
type Result = ModerationAnswer['results'][number];

/** Judges one text or picture as `/v1/moderations` does. @param index Position of the input. */
export async function judgeInput(input: Input, screening: Screening, index: number): Promise<Result> {
  return input.type === 'text' ? judgeText(input.text, screening) : judgePicture(input.b64, screening, index);
}

async function judgeText(text: string, screening: Screening): Promise<Result> {
  const { told } = await screening.prompt(text).report;
  return { type: 'text', decision: told.decision, unchecked: told.unchecked, ...toldOf(told) };
}

async function judgePicture(b64: string, screening: Screening, index: number): Promise<Result> {
  const picture = new UnscreenedImage(new Uint8Array(Buffer.from(b64, 'base64')));
  const { decision, ...judged } = await screening.judge(picture, { index });
  // Bytes that are no acceptable picture are the caller's mistake, unlike a picture that a service could not judge.
  const refused = judged.runs.find(({ error }) => error instanceof ImageError)?.error;
  if (refused instanceof ImageError)
    throw new GenerationError('invalid_request', `input.${index}.b64: ${refused.message}`);
  const unchecked = decision === 'withhold' && !judged.flagged;
  return { type: 'image', decision, unchecked, ...toldOf(judged) };
}
