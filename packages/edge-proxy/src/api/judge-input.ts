import { createScreening, type Engine, GenerationError, ImageError } from '@shoji/core';
import { Account, RequestEvidence, type Screening, type ScreeningOptions } from '@shoji/core/screen';
import type { ModerationAnswer, ModerationBody } from '@shoji/core/wire';
import PQueue from 'p-queue';
import { TurnstileFullError, turnstile } from '../access/turnstile.ts';
import { pictureOf, toldOf } from './wire.ts';

type Input = ModerationBody['input'][number];
type Result = ModerationAnswer['results'][number];

// A decoded image takes up to 75 MB; this many at once bound a request's memory.
const PICTURES_AT_ONCE = 4;
/** With more, texts would queue at a local model while their deadlines run. */
const TEXTS_AT_ONCE = 2;
/** Most characters of texts whose judging starts in one turn of the event loop, because rules run synchronously. */
const A_TURN = 10_000;
/** Most waiting characters of all requests together: a few seconds of work. */
const MOST_WAITING = 2_000_000;

/** The request of the inputs. */
interface Asked extends Pick<ScreeningOptions, 'id' | 'signal'> {
  /** Whether the inputs are the parts of one thing, which are judged together, as a prompt and its pictures are. */
  readonly together?: boolean;
}

/** Judges the inputs of one request. @throws GenerationError for an input that is not an image, or too many waiting texts. */
export type JudgeInputs = (
  inputs: readonly Input[],
  request: Asked,
) => Promise<{ readonly results: readonly Result[]; readonly account: Account }>;

/** Judges texts and images for `/v1/moderations`, those of several requests by turns. */
export function inputJudge(engine: Engine): JudgeInputs {
  const enter = turnstile({ waiting: MOST_WAITING, each: A_TURN });
  return async (inputs, { id, signal, together = false }) => {
    const account = new Account(engine.prices);
    const shared = new RequestEvidence();
    const screening = () =>
      createScreening(engine, { id, signal, account, evidence: together ? shared : new RequestEvidence() });
    const pictures = new PQueue({ concurrency: PICTURES_AT_ONCE });
    const texts = new PQueue({ concurrency: TEXTS_AT_ONCE });
    const read = inputs.flatMap((input, index) => {
      if (input.type !== 'text') return [];
      const judge = async () => {
        await enter({ turn: id, cost: input.text.length, signal });
        return { index, result: await judgeText(input.text, screening()) };
      };
      return texts.add(judge);
    });
    const seen = inputs.flatMap((input, index) => {
      if (input.type !== 'image') return [];
      const judge = async () => {
        // A picture's judging waits only for texts whose judging has begun.
        if (together) await Promise.all(read);
        return { index, result: await judgePicture(input.b64, screening(), index) };
      };
      return pictures.add(judge);
    });
    try {
      const judged = await Promise.all([...read, ...seen]);
      const results = judged.sort((a, b) => a.index - b.index).map(({ result }) => result);
      return { results, account };
    } catch (error) {
      // All inputs share one answer, so the remaining ones are not judged.
      pictures.clear();
      texts.clear();
      if (!(error instanceof TurnstileFullError)) throw error;
      throw new GenerationError('check_failed', 'Too many texts are waiting. Try again in a moment.', {
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
  const picture = pictureOf(b64);
  const { decision, ...judged } = await screening.judge(picture, { index });
  // Bytes that are not an acceptable image are the caller's mistake, unlike an image that a service could not judge.
  const refused = judged.runs.find(({ error }) => error instanceof ImageError)?.error;
  if (refused instanceof ImageError)
    throw new GenerationError('invalid_request', `input.${index}.b64: ${refused.message}`);
  const unchecked = decision === 'withhold' && !judged.flagged;
  const unreadable = unchecked && judged.unreadable;
  return { type: 'image', decision, unchecked, unreadable, ...toldOf(judged) };
}
