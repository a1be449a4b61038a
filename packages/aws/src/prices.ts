/** US dollars for one of each item that the AWS providers report, in us-east-1. Override them with your contract's or Region's prices. */
export const AWS_PRICES: Readonly<Record<string, number>> = {
  // One image, first million a month. Source: Amazon Rekognition pricing, Image APIs, group 2.
  'rekognition.image': 0.001,
  // One image, first million a month. Source: Amazon Rekognition pricing, Image APIs, group 2: DetectText is in the same group.
  'rekognition.text': 0.001,
  // 100 characters. A custom endpoint is billed while it runs, $0.0005 a second and inference unit (100 characters a
  // second): this is its price when fully used. Source: Amazon Comprehend pricing, custom classification.
  'comprehend.unit': 0.0005,
  // 100 characters, at least 3 units a request. Source: Amazon Comprehend pricing, toxicity detection.
  'comprehend-toxicity.unit': 0.0001,
  // One second of an ml.g5.2xlarge at $1.515 an hour. Source: Amazon SageMaker pricing, real-time inference.
  'sagemaker.second': 1.515 / 3_600,
  // 1,000 characters a policy. Source: descriptions of Amazon Bedrock's pricing of Guardrails of 2026, as read on
  // 2026-11-28. Word filters are free.
  'bedrock-guardrail.content-unit': 0.000_15,
  'bedrock-guardrail.topic-unit': 0.000_15,
  'bedrock-guardrail.word-unit': 0,
  'bedrock-guardrail.sensitive-unit': 0.000_1,
  // One image. The price list could not be read, so compare it with yours.
  'bedrock-guardrail.image': 0.000_75,
};

/**
 * US dollars that custom classification costs beside its requests, in us-east-1; other Regions and contracts differ.
 * Source: Amazon Comprehend pricing, custom classification, as read on 2026-11-22; billed by the second.
 */
export const COMPREHEND_PRICES = {
  /** One inference unit of an endpoint, from its creation until it is deleted, used or not. */
  inferenceUnitSecond: 0.0005,
  trainingHour: 3,
  /** Storing one trained model. */
  modelMonth: 0.5,
} as const;
