import type { Upstream } from '../dialect-kit/serving/upstream.ts';
import { automatic1111 } from '../dialects/automatic1111/index.ts';
import { bedrockRuntime } from '../dialects/bedrock/index.ts';
import { comfyui } from '../dialects/comfyui/index.ts';
import { openai } from '../dialects/openai/index.ts';
import { sagemakerRuntime } from '../dialects/sagemaker/index.ts';
import { ConfigError } from './config/config-error.ts';

/** The protocols that the command line accepts. */
const PROTOCOLS: Readonly<Record<string, (url: string) => Upstream>> = {
  automatic1111: (url) => automatic1111({ url }),
  bedrock: (url) => bedrockRuntime(url === 'aws' ? {} : { endpointUrl: url }),
  comfyui: (url) => comfyui({ url }),
  openai: (url) => openai({ url }),
  sagemaker: (url) => sagemakerRuntime(url === 'aws' ? {} : { endpointUrl: url }),
};

/**
 * The upstreams that `SHOJI_UPSTREAMS` or `--upstream` names: `protocol=url`, with commas between them.
 * @throws ConfigError naming the entry and what it should be.
 */
export function upstreamsOf(list = ''): Upstream[] {
  const entries = list.split(',').map((entry) => entry.trim());
  return entries.filter((entry) => entry !== '').map(upstreamOf);
}

function upstreamOf(entry: string): Upstream {
  const [, name = '', url = ''] = /^([\w-]+)=(.*)$/.exec(entry) ?? [];
  const make = Object.hasOwn(PROTOCOLS, name) ? PROTOCOLS[name] : undefined;
  // The AWS SDK knows the address of each Region.
  const known = url === 'aws' && ['sagemaker', 'bedrock'].includes(name);
  if (!make || !(known || (URL.canParse(url) && /^https?:/.test(url)))) {
    const names = Object.keys(PROTOCOLS).join(', ');
    throw new ConfigError(
      `upstream ${entry}: write protocol=url with one of ${names}, e.g. automatic1111=http://127.0.0.1:7860 or sagemaker=aws.`,
    );
  }
  return make(url);
}
