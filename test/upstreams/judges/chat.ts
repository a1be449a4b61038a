import type { Answer } from '../aws/index.ts';
import { answering } from './server.ts';

/** Parts of a chat completion that a test replaces. */
export interface ChatAnswer {
  readonly finish?: string;
  readonly message?: object;
  readonly choices?: readonly unknown[];
}

/**
 * The wire of `POST /v1/chat/completions`, in the shape that vLLM, Ollama and llama.cpp answer. Source: OpenAI API
 * reference, "The chat completion object".
 */
function chatCompletion(
  content: unknown,
  { finish = 'stop', message = {}, choices }: ChatAnswer = {},
): object {
  return {
    id: 'chatcmpl-8f2c',
    object: 'chat.completion',
    created: 1_764_320_000,
    model: 'the-model',
    choices: choices ?? [
      {
        index: 0,
        message: { role: 'assistant', content, ...message },
        logprobs: null,
        finish_reason: finish,
      },
    ],
    usage: { prompt_tokens: 211, completion_tokens: 5, total_tokens: 216 },
  };
}

/** The answer of a model with these words. */
export function saying(content: unknown, more: ChatAnswer = {}): Answer {
  return answering(chatCompletion(content, more));
}

/** The verdict of a model that follows a policy in words, with the mark of the request that it answers. */
export function policyVerdict(
  findings: readonly { readonly category: string; readonly score: number }[],
  replaced: object = {},
): Answer {
  return (response, body) => {
    const mark = /\{"id": "([\w-]+)"/.exec(JSON.parse(body).messages[0].content)?.[1];
    const verdict = { id: mark, violation: findings.length > 0 ? 1 : 0, findings, ...replaced };
    return saying(JSON.stringify(verdict))(response, body);
  };
}
