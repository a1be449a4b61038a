import {
  imageGeneratorConformance,
  imageModeratorConformance,
  promptClassifierConformance,
} from '@shoji/core/testing';
import { wordsInPictures } from '@shoji/core/text';
import { describe, it } from 'vitest';
import {
  bedrockGuardrail,
  comprehendCustom,
  comprehendToxicity,
  rekognition,
  rekognitionText,
  sagemaker,
} from '../../packages/aws/src/index.ts';
import { sharpCodec } from '../../packages/pixels/src/index.ts';
import { picture } from '../upstreams/aws/index.ts';
import { reaching, useAws } from './support.ts';

const aws = await useAws();

const endpointArn = 'arn:aws:comprehend:us-west-2:111122223333:document-classifier-endpoint/prompts';
const guardrail = () => bedrockGuardrail({ ...reaching(aws), id: 'gr-1', version: '1' });
const classifiers = {
  comprehendCustom: () => comprehendCustom({ ...reaching(aws), endpointArn }),
  comprehendToxicity: () => comprehendToxicity(reaching(aws)),
  'bedrockGuardrail().prompt': () => guardrail().prompt,
};

describe.each(Object.entries(classifiers))('%s', (_, make) => {
  it.each(promptClassifierConformance(make))('$name', ({ run }) => run());
});

const moderators = {
  rekognition: () => rekognition(reaching(aws)),
  'bedrockGuardrail().image': () => guardrail().image,
  rekognitionText: () => wordsInPictures({ reader: rekognitionText(reaching(aws)) }),
};

describe.each(Object.entries(moderators))('%s', (_, make) => {
  const image = async () => {
    const bytes = new Uint8Array(await picture([1, 2, 3]));
    return { mediaType: 'image/png', width: 96, height: 96, bytes } as const;
  };
  it.each(imageModeratorConformance(make, image))('$name', ({ run }) => run());
});

describe.each(['jumpstart-sd2', 'jumpstart-sd2-text', 'sdxl'] as const)('sagemaker with %s', (contract) => {
  const make = () => sagemaker({ ...reaching(aws), endpoint: 'sd', contract });
  it.each(imageGeneratorConformance(make, sharpCodec()))('$name', ({ run }) => run());
});
