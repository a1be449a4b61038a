/** Runs a test upstream by hand: `pnpm upstream openai [port]`. It answers as recorded from real servers. */

import type { UpstreamServer } from '@shoji/edge-proxy/testing';
import { startAutomatic1111 } from './automatic1111/server.ts';
import { startBedrock } from './bedrock/server.ts';
import { startComfyUi } from './comfyui/server.ts';
import { startOpenAi } from './openai/server.ts';
import { startReplicate } from './replicate/server.ts';
import { startSageMaker } from './sagemaker/server.ts';

const SERVERS: Readonly<Record<string, (port: number) => Promise<UpstreamServer>>> = {
  automatic1111: startAutomatic1111,
  bedrock: startBedrock,
  comfyui: startComfyUi,
  openai: startOpenAi,
  replicate: startReplicate,
  sagemaker: startSageMaker,
};

const [name = '', port = '0'] = process.argv.slice(2);
const start = Object.hasOwn(SERVERS, name) ? SERVERS[name] : undefined;
if (start) {
  const { url } = await start(Number(port));
  process.stdout.write(`${name} is at ${url}\n`);
} else {
  process.stderr.write(`Name one of ${Object.keys(SERVERS).join(', ')}, and a port if you like.\n`);
  process.exitCode = 2;
}
