import { CheckError, type CheckReport, type EncodedImage, type Finding, OperatorError } from '@shoji/core';
import { lazy } from '@shoji/core/time';
import { type Judge, type JudgeOptions, urlBelow } from '../options.ts';
import { type Answered, askQuestion } from './ask-question.ts';
import type { Guard, GuardFamily, GuardPolicy, Question } from './families/family.ts';
import { type CriteriaPlace, graniteGuardian } from './families/granite-guardian.ts';
import { type HazardMeanings, llamaGuard } from './families/llama-guard.ts';
import { policyModel } from './families/policy.ts';
import { shieldGemma } from './families/shieldgemma.ts';
import { partsOf, plainText } from './plain-text.ts';

/** Options for a guard model behind an OpenAI-compatible server. */
export interface GuardModelOptions extends JudgeOptions {
  /** The base URL of the server, up to its version, such as `http://127.0.0.1:11434/v1` for Ollama. */
  readonly url: string;
  /** The name of the model on that server. */
  readonly model: string;
  /** The key of the server, if it wants one. */
  readonly apiKey?: string | undefined;
  /** The kind of the model. It follows from the model's name where that is a usual one, and is `policy` with a policy. */
  readonly family?: GuardFamily;
  /**
   * The categories to ask for, as names or with your words: `{ violence: 'People who are hurt.' }`. Not for Llama Guard,
   * whose hazards are fixed.
   */
  readonly policy?: GuardPolicy;
  /** For Llama Guard: other meanings of its hazards; `null` ignores one, as in `{ S8: null }`. */
  readonly labels?: HazardMeanings;
  /** For Granite Guardian: where the risk goes. `template` when not given; Ollama needs `system`. */
  readonly criteria?: CriteriaPlace;
  /** For a policy in words: whether the server is asked for JSON of the right shape; true when not given. */
  readonly structured?: boolean;
  /** For a policy in words: the most tokens of an answer, reasoning included; 2,048 when not given. */
  readonly maxTokens?: number;
  /** The longest text of one request, in UTF-16 units; 3,000 when not given. A longer text is judged in parts. */
  readonly maxCharacters?: number;
  /** More fields of the request, such as `{ reasoning_effort: 'low' }`; a field that is `undefined` is left out. */
  readonly body?: Readonly<Record<string, unknown>>;
}

/** A person may wait less: the policy's deadlines apply. A model with reasoning takes seconds. */
const TIMEOUT = 30_000;
const MAX_CHARACTERS = 3_000;
const LEAST_CHARACTERS = 500;
/** Parts of a text that are asked for; a longer text is skipped. */
const MOST_PARTS = 8;
/** Most bytes of a picture, which servers receive as base64. */
const MAX_PICTURE_BYTES = 20_000_000;

/**
 * Judges prompts with a guard model behind any OpenAI-compatible chat endpoint (vLLM, Ollama, llama.cpp): Llama Guard 3
 * and 4, ShieldGemma, Granite Guardian, gpt-oss-safeguard, or any model that follows a policy in words. The last kind
 * also judges pictures, if the model reads them. Every answer is read whole, in its family's format; any other answer is
 * "could not be checked".
 * @throws OperatorError when the options do not fit together, or the family of the model is not clear.
 * @example
 * ```ts
 * const guard = guardModel({ url: 'http://127.0.0.1:11434/v1', model: 'llama-guard3:8b' });
 * const looker = guardModel({
 *   url: 'http://127.0.0.1:8000/v1',
 *   model: 'qwen3-vl-8b',
 *   policy: { violence: 'People or animals who are hurt.', drugs: 'Drugs and their use.' },
 * });
 * export default defineConfig({ prompt: [rules(), guard.prompt], image: [looker.image] });
 * ```
 */
export function guardModel(options: GuardModelOptions): Judge {
  const { name = 'guard-model', model, apiKey, maxCharacters = MAX_CHARACTERS } = options;
  const url = urlBelow('guardModel', options.url, 'chat/completions');
  const family = options.family ?? familyOf(options);
  const guard = guardOf(family, options);
  if (!(maxCharacters >= LEAST_CHARACTERS)) {
    throw new OperatorError(`guardModel: maxCharacters must be at least ${LEAST_CHARACTERS}.`);
  }
  const service = lazy(async () => {
    const { jsonService } = await import('../http/service.ts');
    return jsonService({ attempts: 2, timeout: TIMEOUT }, options.resilience ?? {});
  });
  const ask = async (check: string, questions: readonly Question[], signal: AbortSignal) => {
    signal.throwIfAborted();
    const post = await service();
    const headers = apiKey ? { authorization: `Bearer ${apiKey}` } : {};
    const call = (question: Question) => {
      const body = { temperature: 0, stream: false, ...question.body, ...options.body };
      const fixed = { ...body, model, messages: question.body.messages };
      return askQuestion({ check, post, request: { url, headers, body: fixed }, question, signal });
    };
    return reportOf(check, name, await Promise.all(questions.map(call)));
  };

  const promptCheck = `${name}-prompt`;
  return {
    prompt: {
      name: promptCheck,
      specificationVersion: 1,
      covers: guard.covers,
      ...(guard.caveat !== undefined && { caveat: guard.caveat }),
      async classify(prompt, { signal }) {
        signal.throwIfAborted();
        if (prompt.trim() === '') return { findings: [] };
        const parts = partsOf(prompt, maxCharacters);
        if (parts.length > MOST_PARTS) return { findings: [], skipped: 'too-long' };
        return ask(
          promptCheck,
          parts.flatMap((part) => guard.ofText(plainText(part))),
          signal,
        );
      },
    },
    get image() {
      const { ofPicture } = guard;
      if (ofPicture === undefined) {
        throw new OperatorError(
          `guardModel: the family ${family} judges prompts only. For pictures, use a model that reads them, with family: 'policy'.`,
        );
      }
      const check = `${name}-image`;
      return {
        name: check,
        specificationVersion: 1 as const,
        covers: guard.covers,
        ...(guard.caveat !== undefined && { caveat: guard.caveat }),
        async moderate(image: EncodedImage, { signal }: { readonly signal: AbortSignal }) {
          signal.throwIfAborted();
          if (image.bytes.length > MAX_PICTURE_BYTES) {
            const size = `${MAX_PICTURE_BYTES} bytes, not ${image.bytes.length}`;
            throw new CheckError('invalid-input', `${check}: reads ${size}`);
          }
          return ask(check, ofPicture(image), signal);
        },
      };
    },
  };
}

function guardOf(family: GuardFamily, options: GuardModelOptions): Guard {
  const { policy, labels, criteria, structured = true, maxTokens = 2_048 } = options;
  if (family === 'llama-guard' && policy !== undefined) {
    throw new OperatorError('guardModel: Llama Guard has fixed hazards. Leave out policy, or use labels.');
  }
  if (family !== 'llama-guard' && labels !== undefined) {
    throw new OperatorError(`guardModel: labels are for Llama Guard; for ${family}, use policy.`);
  }
  switch (family) {
    case 'llama-guard':
      return llamaGuard(labels);
    case 'shieldgemma':
      return shieldGemma(policy);
    case 'granite-guardian':
      return graniteGuardian(policy, criteria);
    case 'policy':
      return policyModel({ policy, structured, maxTokens });
  }
}

/** The usual names of each family's models, also with a maker before and a size after them. */
const USUAL_NAMES: readonly [RegExp, GuardFamily][] = [
  [/llama-?guard-?[34]/i, 'llama-guard'],
  [/shieldgemma(?!-?2-4b)/i, 'shieldgemma'],
  [/granite[\d.-]*guardian/i, 'granite-guardian'],
  [/gpt-oss-safeguard/i, 'policy'],
];

function familyOf({ model, policy }: GuardModelOptions): GuardFamily {
  const known = USUAL_NAMES.find(([pattern]) => pattern.test(model));
  if (known) return known[1];
  // Earlier versions of Llama Guard have the same hazards under other numbers.
  if (policy !== undefined && !/guard|shield/i.test(model)) return 'policy';
  throw new OperatorError(
    `guardModel: the family of ${JSON.stringify(model)} is not clear. Set family to llama-guard (versions 3 and 4), shieldgemma, granite-guardian or policy.`,
  );
}

function reportOf(check: string, name: string, answers: readonly Answered[]): CheckReport {
  const best = new Map<string, Finding>();
  for (const finding of answers.flatMap(({ findings }) => findings)) {
    const key = `${finding.category} ${finding.label}`;
    const held = best.get(key);
    if (held === undefined || finding.score > held.score) best.set(key, { check, ...finding });
  }
  const [first] = answers;
  const sum = (count: (answer: Answered) => number) =>
    answers.reduce((total, answer) => total + count(answer), 0);
  return {
    findings: [...best.values()],
    ...(first?.model !== undefined && { model: first.model }),
    usage: [
      { item: `${name}.input-token`, quantity: sum(({ inputTokens }) => inputTokens) },
      { item: `${name}.output-token`, quantity: sum(({ outputTokens }) => outputTokens) },
    ],
  };
}
