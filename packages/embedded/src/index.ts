export { type EmbeddedFaceModeratorOptions, embeddedFaceModerator } from './faces/moderator.ts';
export { type EmbeddedImageModeratorOptions, embeddedImageModerator } from './image/moderator.ts';
export { type OnnxImageModeratorOptions, onnxImageModerator } from './model-file/moderator.ts';
export type { OnnxRecipe } from './model-file/recipe.ts';
export { onnxRecipes } from './model-file/recipes.ts';
export { type EmbeddedPromptClassifierOptions, embeddedPromptClassifier } from './prompt/classifier.ts';
export { type FileRulesOptions, rulesFromFile } from './prompt/terms.ts';
export { type EmbeddedTextReaderOptions, embeddedTextReader } from './text/reader.ts';
