import * as z from 'zod';
import { loadEmbedder } from '../prompt/embedder.ts';
import { promptScorer } from '../prompt/scorer.ts';
import { promptWeightsSchema, SHIPPED_WEIGHTS } from '../prompt/weights.ts';
import { serveModel } from './serve-model.ts';

const dataSchema = z.object({ weights: z.optional(promptWeightsSchema) });

// The process of the prompt classifier. Each part is a chunk of a prompt: at most some hundred characters.
serveModel(async (data) => {
  const { weights = SHIPPED_WEIGHTS } = dataSchema.parse(data);
  const score = promptScorer(weights, await loadEmbedder());
  return (part) => score(z.string().parse(part));
});
