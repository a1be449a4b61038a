import type { Phrases, ScreeningCode, WarningSubject } from './phrases.ts';

/** The warnings of texts and checks, apart so that a bundle that generates nothing has no others. */
export const screeningWarnings: Pick<Phrases['warnings'], ScreeningCode> = {
  prompt_rejected: () => 'The policy refuses this prompt.',
  prompt_warned: ({ image }) =>
    image === undefined
      ? 'The prompt is close to what the policy refuses.'
      : 'Blurred because the prompt has a warning.',
  check_failed: ({ check, image }) =>
    `The ${subject(image)} could not be checked${check === undefined ? '' : ` by ${check}`}.`,
  check_failed_open: ({ check, image }) =>
    `The ${subject(image)} was not fully checked: ${check ?? 'a check'} failed, and the operator lets such results through.`,
  check_skipped: ({ check = 'A check' }) =>
    `${check} did not check this prompt: it cannot read it, for example because of its language.`,
};

/** The warnings of a generation and its pictures. */
export const generationWarnings: Omit<Phrases['warnings'], ScreeningCode> = {
  negative_prompt_powerless: () => 'At a guidance scale of 1 or less the model ignores the negative prompt.',
  negative_prompt_unsupported: () => 'This model does not support negative prompts, so yours was not used.',
  negative_prompt_truncated: () => 'The negative prompt is too long for the model; its end was cut off.',
  sample_generator: () =>
    'These are sample pictures, composed from illustrations. No image model generated them.',
  animation_sampled: ({ frames }) =>
    `The animation is too long to be checked whole. It is shown with ${frames === undefined ? 'the checked frames' : `${frames.kept} of its ${frames.of} frames`} only.`,
  regenerate_stopped: () => 'Another attempt failed, so these are the earlier pictures.',
};

function subject(image: WarningSubject['image']): string {
  return image === undefined ? 'prompt' : 'picture';
}
