export { type ComprehendCustomOptions, comprehendCustom, USUAL_CLASSES } from './comprehend/custom.ts';
export { type ComprehendToxicityOptions, comprehendToxicity } from './comprehend/toxicity.ts';
export type { GuardrailFilter } from './guardrail/answer.ts';
export {
  type BedrockGuardrail,
  type BedrockGuardrailOptions,
  bedrockGuardrail,
} from './guardrail/guardrail.ts';
export type { AwsOptions } from './options.ts';
export { AWS_PRICES, COMPREHEND_PRICES } from './prices.ts';
export { type RekognitionOptions, rekognition } from './rekognition.ts';
export { type RekognitionTextOptions, rekognitionText } from './rekognition-text.ts';
export type { SageMakerContractName } from './sagemaker/contracts.ts';
export { type SageMakerOptions, sagemaker } from './sagemaker/generator.ts';
