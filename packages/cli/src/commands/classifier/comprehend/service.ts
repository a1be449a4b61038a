import {
  type ComprehendTraining,
  ComprehendUsageError,
  comprehendTraining,
  parseClassifierArn,
  parseEndpointArn,
} from '@shoji/curator/comprehend';
import type { ComprehendFlags } from './flags.ts';

/**
 * The client of Comprehend for the given flags. An ARN determines the Region.
 * @throws ComprehendUsageError when ARN and flag name different Regions, or the endpoint is not a URL.
 */
export function comprehendService(
  { region, endpoint, pollSeconds }: ComprehendFlags,
  arnOrName = '',
): ComprehendTraining {
  const named = (parseClassifierArn(arnOrName) ?? parseEndpointArn(arnOrName))?.region;
  if (named !== undefined && region !== undefined && named !== region) {
    throw new ComprehendUsageError(`--region is ${region}, but the ARN is in ${named}; omit --region.`);
  }
  if (endpoint !== undefined && !/^https?:\/\//.test(endpoint)) {
    throw new ComprehendUsageError(`--endpoint: ${endpoint} is not a URL; write https://….`);
  }
  const asked = named ?? region;
  return comprehendTraining({
    ...(asked !== undefined && { region: asked }),
    ...(endpoint !== undefined && { endpointUrl: endpoint }),
    // Pauses between retries are at most as long as those between polls.
    resilience: { backoff: Math.min(1_000, 1_000 * pollSeconds) },
  });
}
