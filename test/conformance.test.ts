import { createHash } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createReplicate } from '@ai-sdk/replicate';
import { aiSdkImage } from '@shoji/ai-sdk';
import { smallPromptClassifier, UnscreenedImage } from '@shoji/core';
import {
  type ConformanceCase,
  imageGeneratorConformance,
  imageModeratorConformance,
  promptClassifierConformance,
} from '@shoji/core/testing';
import { openJudged } from '@shoji/core/unseal';
import { automatic1111, comfyui, openai } from '@shoji/edge-proxy/generators';
import {
  embeddedFaceModerator,
  embeddedImageModerator,
  embeddedPromptClassifier,
  onnxImageModerator,
} from '@shoji/embedded';
import { azureContentSafety, escalate, guardModel, type Judge, openaiModeration } from '@shoji/judges';
import { blockedPictures, sharpCodec } from '@shoji/pixels';
import { sampleGenerator } from '@shoji/sample-generator';
import { afterAll, describe, it } from 'vitest';
import { colourClassifier } from '../packages/embedded/src/model-file/tiny-models.test-helper.ts';
import { noisePicture } from './bench/pictures.ts';
import { startAutomatic1111 } from './upstreams/automatic1111/server.ts';
import { startComfyUi } from './upstreams/comfyui/server.ts';
import { startJudges } from './upstreams/judges/index.ts';
import { startOpenAi } from './upstreams/openai/server.ts';
import { startReplicate } from './upstreams/replicate/server.ts';

const codec = sharpCodec();

/** A harmless picture, as the flow hands it to a moderator. */
async function picture() {
  const image = new UnscreenedImage(await noisePicture(128));
  return openJudged(await codec.normalise(image, { signal: new AbortController().signal }));
}

/** A list of one hash. */
const BLOCKED = join(mkdtempSync(join(tmpdir(), 'shoji-')), 'blocked.txt');
writeFileSync(BLOCKED, `shoji-image-1:${'0123456789abcdef'.repeat(4)}\n`);

// Made once, because loading the weights takes time.
const moderator = embeddedImageModerator();
const faces = embeddedFaceModerator();
const classifier = embeddedPromptClassifier();
const folder = await mkdtemp(join(tmpdir(), 'shoji-conformance-'));
const file = join(folder, 'colours.onnx');
await writeFile(file, colourClassifier(8));
const ownModel = onnxImageModerator({
  file,
  sha256: createHash('sha256').update(colourClassifier(8)).digest('hex'),
  size: 8,
  scores: 'probabilities',
  classes: ['red', 'green', 'blue'],
  labels: { red: 'violence', green: null, blue: 'drugs' },
});
const replicateServer = await startReplicate();
const judgeServers = await startJudges();
const imageServers = {
  automatic1111: await startAutomatic1111(),
  comfyui: await startComfyUi(),
  openai: await startOpenAi(),
};
afterAll(() => rm(folder, { recursive: true }));
afterAll(() =>
  Promise.all(
    [replicateServer, ...Object.values(imageServers), ...Object.values(judgeServers)].map((server) =>
      server.close(),
    ),
  ),
);
const replicate = createReplicate({ apiToken: 'r8-test', baseURL: replicateServer.url });
const moderation = () => openaiModeration({ apiKey: 'sk-test', url: judgeServers.openai.url });
const judges: Record<string, () => Judge> = {
  'openaiModeration()': moderation,
  'azureContentSafety()': () => azureContentSafety({ endpoint: judgeServers.azure.url, key: 'key' }),
  'guardModel() with a policy': () =>
    guardModel({ url: judgeServers.policyModel.url, model: 'looker', policy: ['violence', 'drugs'] }),
};
const guards: Record<string, () => Judge> = {
  'llama-guard': () => guardModel({ url: judgeServers.llamaGuard.url, model: 'llama-guard3:8b' }),
  shieldgemma: () => guardModel({ url: judgeServers.shieldGemma.url, model: 'google/shieldgemma-2b' }),
  'granite-guardian': () =>
    guardModel({ url: judgeServers.graniteGuardian.url, model: 'ibm-granite/granite-guardian-3.3-8b' }),
};

const suites: Record<string, ConformanceCase[]> = {
  'smallPromptClassifier()': promptClassifierConformance(() => smallPromptClassifier()),
  'embeddedPromptClassifier()': promptClassifierConformance(() => classifier),
  'embeddedImageModerator()': imageModeratorConformance(() => moderator, picture),
  'onnxImageModerator()': imageModeratorConformance(() => ownModel, picture),
  'escalate() for prompts': promptClassifierConformance(() =>
    escalate(smallPromptClassifier(), moderation().prompt),
  ),
  'escalate() for pictures': imageModeratorConformance(
    () => escalate(moderator, moderation().image),
    picture,
  ),
  'embeddedFaceModerator()': imageModeratorConformance(() => faces, picture),
  'blockedPictures()': imageModeratorConformance(() => blockedPictures({ file: BLOCKED })),
  'sampleGenerator()': imageGeneratorConformance(() => sampleGenerator(), codec),
  'aiSdkImage()': imageGeneratorConformance(() => aiSdkImage(replicate.image('stability-ai/sdxl')), codec),
  'automatic1111()': imageGeneratorConformance(
    () => automatic1111({ url: imageServers.automatic1111.url }),
    codec,
  ),
  'comfyui()': imageGeneratorConformance(() => comfyui({ url: imageServers.comfyui.url }), codec),
  'openai()': imageGeneratorConformance(() => openai({ url: imageServers.openai.url }), codec),
  ...Object.fromEntries(
    Object.entries(judges).flatMap(([name, make]) => [
      [`${name}.prompt`, promptClassifierConformance(() => make().prompt)],
      [`${name}.image`, imageModeratorConformance(() => make().image, picture)],
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(guards).map(([family, make]) => [
      `guardModel() of the family ${family}`,
      promptClassifierConformance(() => make().prompt),
    ]),
  ),
};

describe.each(Object.entries(suites))('%s', (_, cases) => {
  it.each(cases.map((each) => [each.name, each] as const))('%s', (_, { run }) => run());
});
