/**
 * US dollars for one of each item that the judges report. Override them with your contract's prices. Models that you run
 * yourself have no price here: their items (`guard-model.input-token`, `guard-model.output-token`) count at 0 unless
 * `prices` of the configuration names them.
 */
export const JUDGE_PRICES: Readonly<Record<string, number>> = {
  // One request. Source: OpenAI's guide to moderation, "The moderation endpoint is free to use", as read on 2026-11-28.
  'openai-moderation.request': 0,
  // 1,000 characters of a text, tier S0: $0.38 for 1,000 text records. Source: an answer in Microsoft's Q&A forum of
  // 2025-08-25 that quotes the price list, as read on 2026-11-28.
  'azure-content-safety.text-record': 0.000_38,
  // One picture, tier S0: $0.75 for 1,000. The price list could not be read, so compare it with yours.
  'azure-content-safety.image': 0.000_75,
};
