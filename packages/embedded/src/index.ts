export { type EmbeddedImageModeratorOptions, embeddedImageModerator } from './image/moderator.ts';
export { type EmbeddedPromptClassifierOptions, embeddedPromptClassifier } from './prompt/classifier.ts';
export { type FileRulesOptions, rulesFromFile } from './prompt/terms.ts';
