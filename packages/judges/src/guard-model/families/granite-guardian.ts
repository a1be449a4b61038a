import type { Category } from '@shoji/core';
import { CERTAIN, type Guard, type GuardFinding, type GuardPolicy, unreadable } from './family.ts';
import { wordsOf } from './words.ts';

/** The risks that the models know by name. Source: the models' cards, "Risk definitions". */
const RISK_NAMES: Readonly<Partial<Record<Category, string>>> = {
  toxicity: 'harm',
  hate: 'social_bias',
  profanity: 'profanity',
  sexual: 'sexual_content',
  illegal: 'unethical_behavior',
  violence: 'violence',
};
const NAMED: readonly Category[] = ['sexual', 'violence', 'hate', 'profanity', 'illegal', 'toxicity'];

/** Versions 3.0 to 3.2: a word, and from 3.1 on how sure the model is. */
const WORD = /^\s*(yes|no)\s*(?:<confidence>\s*(high|low)\s*<\/confidence>\s*)?$/i;
/** From version 3.3 on: the verdict in a tag, after the reasoning if there is any. */
const TAG = /^\s*(?:<think>[\s\S]*<\/think>\s*)?<score>\s*(yes|no)\s*<\/score>\s*$/i;

/** Scores of verdicts of which the model is not sure. */
const UNSURE = { yes: 0.6, no: 0.25 };

/** Where the risk goes: to the model's template (vLLM, llama.cpp), or into a system message (Ollama). */
export type CriteriaPlace = 'template' | 'system';

/** Granite Guardian: one request for each risk, and the answer is yes where the text has it. */
export function graniteGuardian(policy: GuardPolicy = NAMED, place: CriteriaPlace = 'template'): Guard {
  const asked = wordsOf(policy).map(({ category, words, own }) => {
    const name = own ? undefined : RISK_NAMES[category];
    return { category, name, words };
  });
  return {
    covers: asked.map(({ category }) => category),
    ofText: (text) =>
      asked.map(({ category, name, words }) => {
        const message = { role: 'user', content: text };
        const criteria =
          place === 'system'
            ? { messages: [{ role: 'system', content: name ?? words }, message] }
            : {
                messages: [message],
                chat_template_kwargs: { guardian_config: configOf(category, name, words) },
              };
        return {
          body: { ...criteria, max_tokens: 2_048 },
          read: (answer) => verdict(answer, category, name ?? category),
        };
      }),
  };
}

/** Versions before 3.3 read `risk_name` and `risk_definition`, later ones `criteria_id` or `custom_criteria`. */
function configOf(category: Category, name: string | undefined, words: string): object {
  if (name !== undefined) return { risk_name: name, criteria_id: name };
  return { risk_name: category, risk_definition: words, custom_criteria: words };
}

function verdict(answer: string, category: Category, label: string): GuardFinding[] {
  const tag = answer.split(/<score>/i).length === 2 ? TAG.exec(answer) : null;
  const [, word, confidence] = tag ?? WORD.exec(answer) ?? [];
  if (word === undefined) throw unreadable('yes or no');
  const yes = word.toLowerCase() === 'yes';
  const sure = confidence?.toLowerCase() !== 'low';
  if (sure) return yes ? [{ category, label, score: CERTAIN }] : [];
  return [{ category, label, score: yes ? UNSURE.yes : UNSURE.no }];
}
