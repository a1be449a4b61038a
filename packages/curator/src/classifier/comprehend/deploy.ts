import { randomUUID } from 'node:crypto';
import { isNamed } from '@shoji/aws/client';
import type { Classifier, Endpoint } from '../../aws/comprehend-resources.ts';
import type { ComprehendTraining, EndpointChange } from '../../aws/comprehend-training.ts';
import { endpointCost } from './cost.ts';
import { ComprehendError, ComprehendUsageError, explaining } from './errors.ts';
import { MAX_ENDPOINT_NAME, nameOf, parseClassifierArn } from './names.ts';
import { type Watch, watchUntil } from './watch.ts';

export interface DeployPlan {
  /** A classifier's name, which means its latest trained version, or the ARN of a version. */
  readonly classifier: string;
  /** The endpoint's name: the classifier's own when left out. */
  readonly name?: string | undefined;
  /** Inference units: when left out, 1 for a new endpoint, and unchanged for an existing one. */
  readonly units?: number | undefined;
  /** False to return without waiting until it is in service. */
  readonly wait: boolean;
}

export interface Deployed {
  readonly endpoint: Endpoint;
  readonly classifier: Classifier;
}

const TRAINED = ['TRAINED', 'TRAINED_WITH_WARNING'];
const CHANGING = ['CREATING', 'UPDATING'];
const AT_REST = ['IN_SERVICE', 'FAILED'];
/** Polls during which a resource that was just created or changed may not be visible yet. */
const PATIENCE = 10;

/**
 * Deploys a trained classifier to an endpoint. An endpoint that already serves it is used; one of the same name that
 * serves another version is updated; only if there is neither, an endpoint is created and billed.
 * @throws ComprehendError, ComprehendUsageError, WatchEndedError.
 */
export async function deploy(
  plan: DeployPlan,
  comprehend: ComprehendTraining,
  watch: Watch,
): Promise<Deployed> {
  const { teller, signal } = watch;
  const explain = explaining('The classifier could not be deployed', signal);
  const classifier = await trained(plan.classifier, comprehend, signal).catch(explain);
  const name = plan.name ?? endpointNameFor(classifier.arn);
  const present = await presentAt(name, plan, classifier, comprehend, signal).catch(explain);
  const endpoint = present && (await atRest(present, plan, comprehend, watch));
  if (endpoint === undefined) {
    const wanted = { modelArn: classifier.arn, units: plan.units ?? 1 };
    const arn = await create(name, wanted, comprehend, signal).catch(explain);
    teller.note(`Created the endpoint ${arn}. It costs ${endpointCost(wanted.units)}`);
    return { endpoint: await inService(arn, wanted, plan, comprehend, watch), classifier };
  }
  assertUsable(endpoint, classifier);
  const wanted = { modelArn: classifier.arn, units: plan.units ?? endpoint.units };
  const change: EndpointChange = {
    ...(endpoint.modelArn !== wanted.modelArn && { modelArn: wanted.modelArn }),
    ...(endpoint.units !== wanted.units && { units: wanted.units }),
  };
  if (Object.keys(change).length === 0) {
    teller.note(`Found the endpoint ${endpoint.arn}; using it.`);
    return { endpoint, classifier };
  }
  await comprehend.updateEndpoint(endpoint.arn, change, signal).catch(explain);
  teller.note(`Changing the endpoint ${endpoint.arn}, which continues to serve requests meanwhile.`);
  return { endpoint: await inService(endpoint.arn, wanted, plan, comprehend, watch), classifier };
}

/** The named version, or the latest trained one. */
async function trained(
  arnOrName: string,
  comprehend: ComprehendTraining,
  signal: AbortSignal,
): Promise<Classifier> {
  const versions = arnOrName.startsWith('arn:')
    ? [await comprehend.classifier(arnOrName, signal)].filter((version) => version !== undefined)
    : await comprehend.classifiers(arnOrName, signal);
  const byAge = versions.toSorted((a, b) => (a.submitted?.getTime() ?? 0) - (b.submitted?.getTime() ?? 0));
  const ready = byAge.findLast(({ status }) => TRAINED.includes(status));
  if (ready !== undefined) return ready;
  const last = byAge.at(-1);
  if (last === undefined) {
    throw new ComprehendError(
      `The classifier ${arnOrName} does not exist in ${await comprehend.region()}.\nCheck the name and --region, or train one: shoji classifier train --comprehend …`,
    );
  }
  throw new ComprehendError(
    `The classifier ${nameOf(last.arn)} is not trained: ${last.status}${last.message ? ` (${last.message})` : ''}.\nRun \`shoji classifier train --comprehend …\` again: it waits for the end of the training, or reports the error.`,
  );
}

/** The endpoint with the wanted name or, if no name was given, one that serves the classifier. */
async function presentAt(
  name: string,
  plan: DeployPlan,
  classifier: Classifier,
  comprehend: ComprehendTraining,
  signal: AbortSignal,
): Promise<Endpoint | undefined> {
  const endpoints = await comprehend.endpoints(signal);
  const named = endpoints.find(({ arn }) => nameOf(arn) === name);
  if (plan.name !== undefined || named !== undefined) return named;
  return endpoints.find(({ modelArn, status }) => modelArn === classifier.arn && status !== 'DELETING');
}

/** The endpoint after all changes in progress; undefined if it was deleted. */
async function atRest(
  endpoint: Endpoint,
  { wait }: DeployPlan,
  comprehend: ComprehendTraining,
  watch: Watch,
): Promise<Endpoint | undefined> {
  if (AT_REST.includes(endpoint.status) || (!wait && CHANGING.includes(endpoint.status))) return endpoint;
  watch.teller.note(`Found the endpoint ${endpoint.arn}.`);
  return watchUntil(
    (signal) => comprehend.endpoint(endpoint.arn, signal),
    (now) => {
      watch.teller.status(now?.status ?? 'deleted');
      return now === undefined || AT_REST.includes(now.status);
    },
    watch,
    goesOn(endpoint.arn),
  );
}

function assertUsable(endpoint: Endpoint, classifier: Classifier): void {
  if (endpoint.status === 'FAILED') throw failed(endpoint);
  const nameAt = (arn = '') => parseClassifierArn(arn)?.name;
  if (nameAt(endpoint.modelArn) === nameAt(classifier.arn)) return;
  throw new ComprehendUsageError(
    `The endpoint ${nameOf(endpoint.arn)} serves another classifier, ${nameOf(endpoint.modelArn ?? 'unknown')}.\nName another endpoint with --name.`,
  );
}

async function create(
  name: string,
  { modelArn, units }: Required<EndpointChange>,
  comprehend: ComprehendTraining,
  signal: AbortSignal,
): Promise<string> {
  try {
    return await comprehend.createEndpoint({ name, modelArn, units, token: randomUUID() }, signal);
  } catch (error) {
    if (!isNamed(error, 'ResourceInUseException')) throw error;
    // Lists are eventually consistent: an earlier run may have created it.
    const all = await comprehend.endpoints(signal);
    const created = all.find((endpoint) => nameOf(endpoint.arn) === name && endpoint.modelArn === modelArn);
    if (created === undefined) throw error;
    return created.arn;
  }
}

async function inService(
  arn: string,
  wanted: Required<EndpointChange>,
  { wait }: DeployPlan,
  comprehend: ComprehendTraining,
  watch: Watch,
): Promise<Endpoint> {
  if (!wait) return { arn, status: 'CREATING', ...wanted };
  let otherwise = 0;
  const isAsWanted = (now: Endpoint | undefined) =>
    now?.status === 'IN_SERVICE' && now.units === wanted.units && now.modelArn === wanted.modelArn;
  const endpoint = await watchUntil(
    (signal) => comprehend.endpoint(arn, signal),
    (now) => {
      watch.teller.status(now?.status ?? 'CREATING');
      if (now?.status === 'FAILED' || isAsWanted(now)) return true;
      if (now !== undefined && now.status !== 'IN_SERVICE') return false;
      // Before the change begins, the endpoint is missing or unchanged.
      otherwise += 1;
      return otherwise >= PATIENCE;
    },
    watch,
    goesOn(arn),
  );
  if (endpoint === undefined) throw new ComprehendError(`The endpoint ${nameOf(arn)} was deleted.`);
  if (!isAsWanted(endpoint)) throw failed(endpoint);
  return endpoint;
}

function failed({ arn, status, message = 'nothing', units }: Endpoint): ComprehendError {
  return new ComprehendError(
    status === 'FAILED'
      ? `The endpoint ${nameOf(arn)} has failed. Comprehend says: ${message}\nDelete it with \`shoji classifier undeploy ${arn}\`, fix the problem, and deploy again.`
      : `The endpoint ${nameOf(arn)} was not changed; it still has ${units} inference units. Comprehend says: ${message}\nRun the same command again, or ask for fewer --units.`,
  );
}

function goesOn(arn: string): string {
  return `The deployment continues at AWS, and an endpoint costs money while it exists. Run the same command again to resume waiting.\n\`shoji classifier undeploy ${arn}\` deletes it.`;
}

/** An endpoint's name has a lower maximum length than a classifier's. */
function endpointNameFor(classifierArn: string): string {
  const name = parseClassifierArn(classifierArn)?.name ?? '';
  return name.slice(0, MAX_ENDPOINT_NAME).replace(/-+$/, '');
}
