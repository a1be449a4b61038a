/** Whether a file's name claims that it is a picture. Only fine-tuning's own formats and common others; content decides. */
export function isPictureName(path: string): boolean {
  return /\.(png|jpe?g|webp|gif|bmp|tiff?|avif|heic|heif|svg)$/i.test(path);
}

/** Whether fine-tuning takes the file as an instance or class image. Source: SageMaker JumpStart, DreamBooth data format. */
export function isTrainingPictureName(path: string): boolean {
  return /\.(png|jpe?g)$/i.test(path);
}
