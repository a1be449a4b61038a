/**
 * The wire of `POST /v1/moderations`, in the shape of the example of OpenAI's API reference ("Create moderation" and "The
 * moderation object"), with scores of a harmless input.
 */
export const OPENAI_CATEGORIES = [
  'harassment',
  'harassment/threatening',
  'hate',
  'hate/threatening',
  'illicit',
  'illicit/violent',
  'self-harm',
  'self-harm/instructions',
  'self-harm/intent',
  'sexual',
  'sexual/minors',
  'violence',
  'violence/graphic',
] as const;
export type OpenaiCategory = (typeof OPENAI_CATEGORIES)[number];

/** The categories that are judged in pictures. */
const OPENAI_IN_PICTURES: readonly OpenaiCategory[] = [
  'self-harm',
  'self-harm/instructions',
  'self-harm/intent',
  'sexual',
  'violence',
  'violence/graphic',
];

/** The parts of a harmless answer that are replaced. */
export interface OpenaiAnswer {
  readonly scores?: Readonly<Record<string, number>>;
  /** Categories that the service flags. */
  readonly flagged?: readonly string[];
  /** Replaces the kinds of input that a category was judged in. */
  readonly applied?: Readonly<Record<string, readonly string[]>>;
}

/** The answer for a text or a picture. */
export function openaiModerationAnswer(
  input: 'text' | 'image',
  { scores = {}, flagged = [], applied = {} }: OpenaiAnswer = {},
): object {
  const names = [...new Set([...OPENAI_CATEGORIES, ...Object.keys(scores), ...flagged])];
  const each = <Value>(value: (name: string) => Value) =>
    Object.fromEntries(names.map((name) => [name, value(name)]));
  const inPictures: readonly string[] = OPENAI_IN_PICTURES;
  const judged = (name: string) => input === 'text' || inPictures.includes(name);
  return {
    id: 'modr-0d9740456c391e43c445bf0f010940c7',
    model: 'omni-moderation-latest',
    results: [
      {
        flagged: flagged.length > 0,
        categories: each((name) => flagged.includes(name)),
        category_scores: each((name) => scores[name] ?? (judged(name) ? 0.0003 : 0)),
        category_applied_input_types: each((name) => applied[name] ?? (judged(name) ? [input] : [])),
      },
    ],
  };
}

/** Errors as the API sends them. Source: OpenAI's guide to error codes. */
export const OPENAI_ERRORS = {
  key: {
    error: {
      message: 'Incorrect API key provided: sk-test.',
      type: 'invalid_request_error',
      param: null,
      code: 'invalid_api_key',
    },
  },
  throttled: {
    error: {
      message: 'Rate limit reached for requests',
      type: 'requests',
      param: null,
      code: 'rate_limit_exceeded',
    },
  },
  server: {
    error: {
      message: 'The server had an error while processing your request.',
      type: 'server_error',
      param: null,
      code: null,
    },
  },
  input: {
    error: { message: 'Invalid image.', type: 'invalid_request_error', param: null, code: null },
  },
};
