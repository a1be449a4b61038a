import { comprehendCustom, rekognition, sagemaker } from '@shoji/aws';
import { rules } from '@shoji/core';
import { defineConfig } from '@shoji/edge-proxy';

export default defineConfig({
  prompt: [
    rules(),
    comprehendCustom({
      endpointArn: 'arn:aws:comprehend:us-east-1:111122223333:document-classifier-endpoint/prompts',
    }),
  ],
  generator: sagemaker({ endpoint: 'sd-v2-1-base', contract: 'jumpstart-sd2', region: 'us-east-1' }),
  image: [rekognition({ region: 'us-east-1' })],
});
