import {
  assertClassifier,
  ComprehendUsageError,
  configLine,
  deploy,
  endpointCost,
  isName,
  MAX_ENDPOINT_NAME,
  nameOf,
  readLabels,
  unclearLabels,
} from '@shoji/curator/comprehend';
import { EXIT } from '../../../terminal/exit.ts';
import { printable } from '../../../terminal/terminal.ts';
import type { DeployFlags } from './flags.ts';
import { comprehendService } from './service.ts';
import { watching } from './watching.ts';

/** Inference units of one endpoint. Source: Amazon Comprehend developer guide, "Using endpoints". */
const MAX_UNITS = 10;

/** Deploys a classifier to an endpoint, prints the line for the configuration, and returns the exit code. */
export async function runDeploy(classifier: string, flags: DeployFlags): Promise<number> {
  assertFlags(classifier, flags);
  const comprehend = comprehendService(flags, classifier);
  return watching(flags.pollSeconds, async (watch) => {
    const plan = { classifier, name: flags.name, units: flags.units, wait: flags.wait };
    const deployed = await deploy(plan, comprehend, watch);
    const { endpoint } = deployed;
    const known = await readLabels(deployed.classifier.inputUri, await comprehend.region(), watch.signal);
    const labels = known ?? Object.keys(flags.class ?? {});
    const unclear = unclearLabels(labels, flags.class);
    const lines = [
      `${nameOf(endpoint.arn)} is ${endpoint.status}; it serves ${nameOf(deployed.classifier.arn)}.`,
      '',
      'For shoji.config.ts, among the checks of `prompt`:',
      `  ${configLine(endpoint, deployed.classifier, labels, flags.class)},`,
      ...(unclear.length > 0
        ? [
            `The meaning of these classes is unknown; set it, e.g. --class "${printable(unclear[0] ?? '')}=safe": ${unclear.map(printable).join(', ')}.`,
          ]
        : []),
      ...(labels.length === 0
        ? ['Its classes are unknown; unless they are Toxic and Not Toxic, add classes: { … }.']
        : []),
      '',
      `It costs ${endpointCost(endpoint.units)}`,
      `Delete it with: shoji classifier undeploy ${endpoint.arn}`,
    ];
    console.log(lines.join('\n'));
    return EXIT.ok;
  });
}

function assertFlags(classifier: string, { name, units }: DeployFlags): void {
  assertClassifier(classifier);
  if (name !== undefined && !isName(name, MAX_ENDPOINT_NAME)) {
    throw new ComprehendUsageError(`--name: letters, digits and hyphens, at most ${MAX_ENDPOINT_NAME}.`);
  }
  if (units !== undefined && units > MAX_UNITS) {
    throw new ComprehendUsageError(`--units: an endpoint has at most ${MAX_UNITS}.`);
  }
}
