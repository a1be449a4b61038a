/** For code that calls the services itself: options of a client, limits, and the meaning of a service's errors. */

export { lazy } from '@shoji/core/time';
export { canRead, TEXT_LANGUAGES, type TextLanguage } from './comprehend/language.ts';
export { billedUnits } from './comprehend/limits.ts';
export { failureOf, isNamed, isRetryable, readAnswer, readError } from './errors.ts';
export { type AwsOptions, clientConfig, SDK_PATIENCE_MS, type SharedClientConfig } from './options.ts';
export { meaningOf } from './sagemaker/errors.ts';
export { encodedPicture } from './sagemaker/picture.ts';
