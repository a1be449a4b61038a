import { decidePrompt, type Finding, presets } from '@shoji/core';

/** Whether the standard preset warns of the findings or rejects them: a category that it does not restrict is no catch. */
export const isFlagged = (findings: readonly Finding[]): boolean =>
  decidePrompt(presets.standard, findings).decision !== 'allow';
