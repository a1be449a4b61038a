import type { LabelledPrompt } from '../labelled.ts';

/** One kind of prompts of a source, and how many of them would be flagged. */
export interface SourceTrade {
  readonly source: string;
  readonly unsafe: boolean;
  readonly prompts: number;
  /** Flagged by the policy. */
  readonly byPolicy: number;
  /** Flagged from each score of {@link TRADE_SCORES} on, in their order. */
  readonly from: readonly number[];
}

/** Scores from which flagging is tried. */
export const TRADE_SCORES = [0.1, 0.2, 0.3, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7, 0.8, 0.9] as const;

/** A prompt, its score, and whether the policy flags it. */
interface Judged {
  readonly prompt: LabelledPrompt;
  readonly answer: { readonly score: number; readonly flagged: boolean };
}

/** By source and label, how many prompts the policy flags, and how many other thresholds would. Unsafe ones first. */
export function tradeOf(cases: readonly Judged[]): SourceTrade[] {
  const kinds = Map.groupBy(cases, ({ prompt }) => `${prompt.unsafe ? 'a' : 'b'} ${prompt.source}`);
  return [...kinds]
    .sort(([a], [b]) => a.localeCompare(b))
    .flatMap(([, group]) => {
      const [first] = group;
      if (!first) return [];
      return {
        source: first.prompt.source,
        unsafe: first.prompt.unsafe,
        prompts: group.length,
        byPolicy: group.filter(({ answer }) => answer.flagged).length,
        from: TRADE_SCORES.map((score) => group.filter(({ answer }) => answer.score >= score).length),
      };
    });
}
