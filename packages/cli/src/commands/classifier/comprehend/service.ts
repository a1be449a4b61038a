import {
  type ComprehendTraining,
  ComprehendUsageError,
  comprehendTraining,
  parseClassifierArn,
  parseEndpointArn,
} from '@shoji/curator/comprehend';
import type { ComprehendFlags } from './flags.ts';

/**
 * Comprehend as flags say it is reached. What an ARN names lies in the ARN's Region.
 * @throws ComprehendUsageError when ARN and flag name different Regions, or the address is none.
 */
export function comprehendService(
  { region, endpoint, pollSeconds }: ComprehendFlags,
  arnOrName = '',
): ComprehendTraining {
  const named = (parseClassifierArn(arnOrName) ?? parseEndpointArn(arnOrName))?.region;
  if (named !== undefined && region !== undefined && named !== region) {
    throw new ComprehendUsageError(`--region says ${region}, but the ARN ${named}; leave --region out.`);
  }
  if (endpoint !== undefined && !/^https?:\/\//.test(endpoint)) {
    throw new ComprehendUsageError(`--endpoint: ${endpoint} is no address; write https://….`);
  }
  const asked = named ?? region;
  return comprehendTraining({
    ...(asked !== undefined && { region: asked }),
    ...(endpoint !== undefined && { endpointUrl: endpoint }),
    // Retries are no further apart than looks.
    resilience: { backoff: Math.min(1_000, 1_000 * pollSeconds) },
  });
}
