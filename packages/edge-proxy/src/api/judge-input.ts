import { Buffer } from 'node:buffer';
import {
  type Engine,
  explainVerdict,
  GenerationError,
  ImageError,
  judgeImage,
  type Ledger,
  observeRuns,
  screenPrompt,
  UnscreenedImage,
} from '@shoji/core';
import type { ModerationAnswer } from './answers.ts';
import type { ModerationBody } from './requests.ts';
import { toldOf } from './wire.ts';

type Input = ModerationBody['input'][number];
type Result = ModerationAnswer['results'][number];

/** What judging one input needs. */
export interface ModerationCall {
  readonly engine: Engine;
  readonly id: string;
  readonly index: number;
  readonly ledger: Ledger;
  readonly signal: AbortSignal;
}

/** Judges one text or picture as `/v1/moderations` does. */
export async function judgeInput(input: Input, call: ModerationCall): Promise<Result> {
  return input.type === 'text' ? judgeText(input.text, call) : judgePicture(input.b64, call);
}

async function judgeText(text: string, { engine, id, ledger, signal }: ModerationCall): Promise<Result> {
  const { deadlines, explain } = engine.policy;
  const { verdict, runs } = await screenPrompt(text, engine, { ms: deadlines.classify, signal }).report;
  observeRuns(engine, id, runs, ledger);
  const told = explainVerdict(verdict, explain);
  return { type: 'text', decision: told.decision, unchecked: told.unchecked, ...toldOf(told) };
}

async function judgePicture(
  b64: string,
  { engine, id, index, ledger, signal }: ModerationCall,
): Promise<Result> {
  const picture = new UnscreenedImage(new Uint8Array(Buffer.from(b64, 'base64')));
  const { decision, ...judged } = await judgeImage(picture, engine, {
    index,
    ms: engine.policy.deadlines.moderate,
    signal,
  });
  // Bytes that are no acceptable picture are the caller's mistake, unlike a picture that a service could not judge.
  const refused = judged.runs.find(({ error }) => error instanceof ImageError)?.error;
  if (refused instanceof ImageError)
    throw new GenerationError('invalid_request', `input.${index}.b64: ${refused.message}`);
  observeRuns(engine, id, judged.runs, ledger);
  const unchecked = decision === 'withhold' && !judged.flagged;
  return { type: 'image', decision, unchecked, ...toldOf(judged) };
}
