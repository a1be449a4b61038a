/**
 * US dollars for one of each item that the judges report. Override them with your contract's prices. Models that you run
 * yourself have no price here: their items (`guard-model.input-token`, `guard-model.output-token`) count at 0 unless
 * `prices` of the configuration names them.
 */
export const JUDGE_PRICES: Readonly<Record<string, number>> = {
  // One request. Source: OpenAI's guide to moderation, "The moderation endpoint is free to use", as read on 2026-11-28.
  'openai-moderation.request': 0,
};
