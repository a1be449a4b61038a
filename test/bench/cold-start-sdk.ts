/** The baseline, a function without moderation: the same three signed calls by the SDK only. */
import { ClassifyDocumentCommand, ComprehendClient } from '@aws-sdk/client-comprehend';
import { DetectModerationLabelsCommand, RekognitionClient } from '@aws-sdk/client-rekognition';
import { InvokeEndpointCommand, SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';

const comprehend = new ComprehendClient({ maxAttempts: 1 });
const sagemaker = new SageMakerRuntimeClient({ maxAttempts: 1 });
const rekognition = new RekognitionClient({ maxAttempts: 1 });

export async function handler(
  event: { readonly body: string },
  stream: NodeJS.WritableStream,
): Promise<void> {
  const { prompt } = JSON.parse(event.body);
  const EndpointArn = process.env.SHOJI_COMPREHEND_ENDPOINT_ARN;
  const { Classes } = await comprehend.send(new ClassifyDocumentCommand({ EndpointArn, Text: prompt }));
  const { Body } = await sagemaker.send(
    new InvokeEndpointCommand({
      EndpointName: process.env.SHOJI_SAGEMAKER_ENDPOINT,
      ContentType: 'application/json',
      Accept: 'application/json;jpeg',
      Body: JSON.stringify({ prompt }),
    }),
  );
  const b64: string = JSON.parse(Body?.transformToString() ?? '').generated_images[0];
  const Bytes = Buffer.from(b64, 'base64');
  const { ModerationLabels } = await rekognition.send(
    new DetectModerationLabelsCommand({ Image: { Bytes }, MinConfidence: 30 }),
  );
  stream.end(JSON.stringify({ Classes, ModerationLabels, images: [{ b64 }] }));
}
