import type { GuardPolicy } from './family.ts';
import { CERTAIN, type Guard, unreadable } from './family.ts';
import { type CategoryWords, SHIELDGEMMA_CATEGORIES, wordsOf } from './words.ts';

const ANSWER = /^\s*(yes|no)\s*$/i;

/**
 * ShieldGemma: one request for each guideline, and the answer is `Yes` where the text violates it. The guideline goes
 * to the model's template as `guideline`, which vLLM and llama.cpp pass on. Ollama has a fixed template with all four
 * guidelines, so there every request asks for all of them: use one category, best `toxicity`.
 */
export function shieldGemma(policy: GuardPolicy = SHIELDGEMMA_CATEGORIES): Guard {
  const words: CategoryWords[] = wordsOf(policy);
  return {
    covers: words.map(({ category }) => category),
    ofText: (text) =>
      words.map(({ category, words: says }) => ({
        body: {
          messages: [{ role: 'user', content: text }],
          chat_template_kwargs: { guideline: `"No ${category}": The prompt shall not ask for this: ${says}` },
          // The verdict is the first token; an explanation may follow.
          max_tokens: 1,
        },
        cutOff: true,
        read: (answer) => {
          const verdict = ANSWER.exec(answer)?.[1];
          if (verdict === undefined) throw unreadable('"Yes" or "No"');
          return verdict.toLowerCase() === 'yes' ? [{ category, label: category, score: CERTAIN }] : [];
        },
      })),
  };
}
