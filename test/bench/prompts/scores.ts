import { type Finding, presets } from '@shoji/core';
import { decidePrompt } from '@shoji/core/policy';

/** Whether the standard preset warns of the findings or rejects them; other findings do not count as caught. */
export const isFlagged = (findings: readonly Finding[]): boolean =>
  decidePrompt(presets.standard, findings).decision !== 'allow';
