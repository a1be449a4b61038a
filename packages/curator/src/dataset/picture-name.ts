/**
 * Whether a file's name has the extension of a picture. The list has the formats of fine-tuning and common others; the
 * content decides.
 */
export function isPictureName(path: string): boolean {
  return /\.(png|jpe?g|webp|gif|bmp|tiff?|avif|heic|heif|svg)$/i.test(path);
}

/**
 * Whether fine-tuning uses the file as an instance or class image. Source: SageMaker JumpStart, DreamBooth data format.
 */
export function isTrainingPictureName(path: string): boolean {
  return /\.(png|jpe?g)$/i.test(path);
}
