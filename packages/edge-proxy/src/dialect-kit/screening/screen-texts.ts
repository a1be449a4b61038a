import { createScreening, type PromptVerdict, type ScreenedPrompt } from '@shoji/core';
import { isPromptWithinLimit, MAX_PROMPT_BYTES } from '@shoji/core/text';
import { refuses } from '@shoji/core/vocabulary';
import { BodyError } from '../../wire/body-error.ts';
import type { Call } from '../call/call.ts';
import { Blocked, promptReason } from './verdict.ts';

/** Texts that classifiers read for one call, as many as come with a generation. */
const MOST_PROMPTS = 64;
/** Limit of the characters of all texts of one call, because rules read them synchronously. */
const MOST_CHARACTERS = 200_000;

/** Texts that were screened together. */
export interface ScreenedTexts {
  readonly prompt: ScreenedPrompt;
  /** The whole verdict, for the pictures that are made from the texts. */
  readonly verdict: PromptVerdict;
  /** The verdict as the policy explains it to the caller. */
  readonly told: PromptVerdict;
}

/**
 * Screens texts outside of a generation, e.g. a setting, or a prompt whose pictures are fetched by another call.
 * @throws Blocked when the policy refuses one of them, or a check failed.
 */
export async function judgeTexts(
  call: Pick<Call, 'engine' | 'id' | 'signal' | 'account' | 'evidence'>,
  texts: { readonly prompts: readonly string[]; readonly names: readonly string[] },
): Promise<ScreenedTexts> {
  const { prompts: others, names } = texts;
  const { report, released } = createScreening(call.engine, call).prompt({ others, names });
  const [{ verdict, told }, prompt] = await Promise.all([report, released]);
  if (prompt !== undefined && !refuses(verdict)) return { prompt, verdict, told };
  throw new Blocked(promptReason(verdict, told.warnings), {
    id: call.id,
    decision: verdict.unchecked ? 'unchecked' : 'rejected',
    prompt: verdict.decision,
    images: [],
    warnings: told.warnings,
  });
}

/**
 * Screens texts that no picture depends on.
 * @throws Blocked; BodyError for texts that are too long or too many, before anything is judged.
 */
export async function screenTexts(...[call, texts]: Parameters<typeof judgeTexts>): Promise<ScreenedPrompt> {
  assertWithinLimits(texts.prompts, texts.names);
  return (await judgeTexts(call, texts)).prompt;
}

function assertWithinLimits(prompts: readonly string[], names: readonly string[]): void {
  const all = [...prompts, ...names];
  if (!all.every((text) => isPromptWithinLimit(text)))
    throw new BodyError(400, `Each text may have at most ${MAX_PROMPT_BYTES} bytes of UTF-8. Shorten it.`);
  if (prompts.length > MOST_PROMPTS)
    throw new BodyError(
      400,
      `A request may have at most ${MOST_PROMPTS} texts. Send the rest in another request.`,
    );
  if (all.reduce((sum, { length }) => sum + length, 0) > MOST_CHARACTERS)
    throw new BodyError(
      400,
      `The texts of a request may have at most ${MOST_CHARACTERS} characters together. Send fewer.`,
    );
}
