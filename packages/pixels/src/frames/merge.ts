import { createHash } from 'node:crypto';
import type { Frame } from './frames.ts';

/** Frames without repetition: those to show, and for each different look the first frame that has it. */
export interface MergedFrames {
  /** Equal neighbours are one frame, which is shown as long as both. */
  readonly shown: readonly Frame[];
  /** One frame of each look, in order. Equal pixels have equal verdicts, so each look is judged once. */
  readonly looks: readonly Frame[];
}

/** Joins equal neighbours, and finds the different looks. */
export function mergeFrames(frames: readonly Frame[]): MergedFrames {
  const shown: Frame[] = [];
  const looks = new Map<string, Frame>();
  let before: string | undefined;
  for (const frame of frames) {
    const look = createHash('sha256').update(frame.pixels.data).digest('base64');
    const last = shown.at(-1);
    if (look === before && last !== undefined) shown[shown.length - 1] = { ...last, ms: last.ms + frame.ms };
    else shown.push(frame);
    if (!looks.has(look)) looks.set(look, frame);
    before = look;
  }
  return { shown, looks: [...looks.values()] };
}
