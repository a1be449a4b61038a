import type { Endpoint } from '@shoji/curator/comprehend';
import {
  assertEndpoint,
  dollars,
  dollarsADay,
  endpointCost,
  explaining,
  nameOf,
  undeploy,
} from '@shoji/curator/comprehend';
import { EXIT } from '../../../terminal/exit.ts';
import { table } from '../../../terminal/terminal.ts';
import type { ComprehendFlags } from './flags.ts';
import { comprehendService } from './service.ts';
import { watching } from './watching.ts';

/** Removes an endpoint, or lists the endpoints when none is named, and returns the exit code. */
export async function runUndeploy(endpoint: string | undefined, flags: ComprehendFlags): Promise<number> {
  if (endpoint !== undefined) assertEndpoint(endpoint);
  const comprehend = comprehendService(flags, endpoint);
  return watching(flags.pollSeconds, async (watch) => {
    const list = async () => {
      const explain = explaining('The endpoints could not be listed', watch.signal);
      const [region, all] = [
        await comprehend.region().catch(explain),
        await comprehend.endpoints(watch.signal).catch(explain),
      ];
      return listOf(all, region);
    };
    if (endpoint === undefined) {
      console.log(await list());
      return EXIT.ok;
    }
    const gone = await undeploy(endpoint, flags.wait, comprehend, watch);
    if (gone === undefined) {
      console.log(`The endpoint ${endpoint} does not exist, so it costs nothing.\n${await list()}`);
    } else {
      const saved = `${dollars(dollarsADay(gone.units))} a day are saved`;
      console.log(
        `${nameOf(gone.arn)} ${flags.wait ? `is deleted: ${saved}` : `is being deleted: ${saved} after that`}. The classifier remains; it can be deployed again.`,
      );
    }
    return EXIT.ok;
  });
}

function listOf(endpoints: readonly Endpoint[], region: string): string {
  if (endpoints.length === 0) return `No endpoints in ${region}.`;
  const rows = endpoints.map(({ arn, modelArn = '', status, units, created }) => [
    nameOf(arn),
    status,
    nameOf(modelArn),
    created?.toISOString().slice(0, 10) ?? '',
    `${dollars(dollarsADay(units))} a day`,
  ]);
  const units = endpoints.reduce((sum, endpoint) => sum + endpoint.units, 0);
  return `${table(['endpoint', 'status', 'classifier', 'since', 'cost'], rows)}\nTogether in ${region}: ${endpointCost(units)}`;
}
