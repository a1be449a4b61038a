/** For training the prompt classifier: the sentence embeddings it reads, and its weights. */
export { EMBEDDING_WIDTH, loadEmbedder } from './prompt/embedder.ts';
export {
  type Blend,
  blendLogits,
  type Calibration,
  type HeadWeights,
  headLogits,
  likelihood,
  MODEL_SHA256,
  packHeads,
} from './prompt/heads.ts';
export { type PromptWeights, readPromptWeights, writePromptWeights } from './prompt/weights.ts';
