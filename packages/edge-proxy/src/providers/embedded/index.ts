export { type EmbeddedImageModeratorOptions, embeddedImageModerator } from './image-moderator.ts';
