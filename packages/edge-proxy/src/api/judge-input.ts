import { Buffer } from 'node:buffer';
import {
  createScreening,
  type Engine,
  GenerationError,
  ImageError,
  type Screening,
  type ScreeningOptions,
  UnscreenedImage,
} from '@shoji/core';
import PQueue from 'p-queue';
import { TurnstileFullError, turnstile } from '../access/turnstile.ts';
import type { ModerationAnswer } from './answers.ts';
import type { ModerationBody } from './requests.ts';
import { toldOf } from './wire.ts';

type Input = ModerationBody['input'][number];
type Result = ModerationAnswer['results'][number];

// A decoded picture takes up to 75 MB: this many at once keep a whole request's memory bounded.
const PICTURES_AT_ONCE = 4;
/** More would wait for each other where a model is on this machine, and their deadlines run meanwhile. */
const TEXTS_AT_ONCE = 2;
/** Characters of texts whose judging begins in one turn of the event loop: rules read them on the spot. */
const A_TURN = 10_000;
/** Characters that may wait, of all requests together: some seconds. */
const MOST_WAITING = 2_000_000;

/** Judges the inputs of one request. @throws GenerationError when one is no picture, or too many requests wait. */
export type JudgeInputs = (
  inputs: readonly Input[],
  request: Pick<ScreeningOptions, 'id' | 'signal'>,
) => Promise<{ readonly results: readonly Result[]; readonly screening: Screening }>;

/** Judges texts and pictures as `/v1/moderations` does, those of several requests by turns. */
export function inputJudge(engine: Engine): JudgeInputs {
  const enter = turnstile({ waiting: MOST_WAITING, each: A_TURN });
  return async (inputs, { id, signal }) => {
    const screening = createScreening(engine, { id, signal });
    const pictures = new PQueue({ concurrency: PICTURES_AT_ONCE });
    const texts = new PQueue({ concurrency: TEXTS_AT_ONCE });
    const judge = (input: Input, index: number) =>
      input.type === 'image'
        ? pictures.add(() => judgePicture(input.b64, screening, index))
        : texts.add(async () => {
            await enter({ turn: id, cost: input.text.length, signal });
            return judgeText(input.text, screening);
          });
    try {
      return { results: await Promise.all(inputs.map(judge)), screening };
    } catch (error) {
      // One answer for all: what has not begun is not judged any more.
      pictures.clear();
      texts.clear();
      if (!(error instanceof TurnstileFullError)) throw error;
      throw new GenerationError('check_failed', 'Too many texts wait to be judged. Try again in a moment.', {
        cause: error,
      });
    }
  };
}

async function judgeText(text: string, screening: Screening): Promise<Result> {
  const { told } = await screening.prompt(text).report;
  const { decision, unchecked, unreadable } = told;
  return { type: 'text', decision, unchecked, unreadable, ...toldOf(told) };
}

async function judgePicture(b64: string, screening: Screening, index: number): Promise<Result> {
  const picture = new UnscreenedImage(new Uint8Array(Buffer.from(b64, 'base64')));
  const { decision, ...judged } = await screening.judge(picture, { index });
  // Bytes that are no acceptable picture are the caller's mistake, unlike a picture that a service could not judge.
  const refused = judged.runs.find(({ error }) => error instanceof ImageError)?.error;
  if (refused instanceof ImageError)
    throw new GenerationError('invalid_request', `input.${index}.b64: ${refused.message}`);
  const unchecked = decision === 'withhold' && !judged.flagged;
  const unreadable = unchecked && judged.unreadable;
  return { type: 'image', decision, unchecked, unreadable, ...toldOf(judged) };
}
