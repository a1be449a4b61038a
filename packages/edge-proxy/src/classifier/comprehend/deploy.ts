import { createHash } from 'node:crypto';
import type { Classifier, Endpoint } from '../../providers/aws/comprehend-resources.ts';
import type { ComprehendTraining, EndpointChange } from '../../providers/aws/comprehend-training.ts';
import { endpointCost } from './cost.ts';
import { ComprehendError, ComprehendUsageError, explained } from './errors.ts';
import { MAX_ENDPOINT_NAME, nameOf, parseClassifierArn } from './names.ts';
import { type Watch, watchUntil } from './watch.ts';

export interface DeployPlan {
  /** A classifier's name, for its version that was trained last, or the ARN of a version. */
  readonly classifier: string;
  /** The endpoint's name: the classifier's own when left out. */
  readonly name?: string | undefined;
  /** Inference units: when left out, 1 for a new endpoint and as many as it has for one that is there. */
  readonly units?: number | undefined;
  readonly wait: boolean;
}

export interface Deployed {
  readonly endpoint: Endpoint;
  readonly classifier: Classifier;
}

const READY = ['TRAINED', 'TRAINED_WITH_WARNING'];
/** Looks at which something that was made or changed just now may not be known everywhere yet. */
const PATIENCE = 10;

/**
 * Has a trained classifier answer at an endpoint. One that serves it already is used; one of the same name that serves
 * another version of it is moved over; only where there is neither, one is created and paid for.
 * @throws ComprehendError, ComprehendUsageError, WatchEndedError.
 */
export async function deploy(
  plan: DeployPlan,
  comprehend: ComprehendTraining,
  watch: Watch,
): Promise<Deployed> {
  const { teller, signal } = watch;
  const explain = (error: unknown) => {
    signal.throwIfAborted();
    throw explained('The classifier could not be deployed', error);
  };
  const classifier = await trained(plan.classifier, comprehend, signal).catch((error: unknown) =>
    error instanceof ComprehendError ? Promise.reject(error) : explain(error),
  );
  const name = plan.name ?? endpointNameFor(classifier.arn);
  const found = await settled(
    await present(name, plan, classifier, comprehend, signal).catch(explain),
    comprehend,
    watch,
  );
  if (found === undefined) {
    const units = plan.units ?? 1;
    const request = { name, modelArn: classifier.arn, units };
    // With a time in it, because a token still stands for its endpoint when that was deleted.
    const token = createHash('sha256')
      .update(JSON.stringify({ ...request, at: Math.floor(Date.now() / 3_600_000) }))
      .digest('hex');
    const arn = await comprehend.createEndpoint({ ...request, token }, signal).catch(explain);
    teller.note(`Created the endpoint ${arn}; it costs ${endpointCost(units)}`);
    return {
      endpoint: await inService(arn, { modelArn: classifier.arn, units }, plan, comprehend, watch),
      classifier,
    };
  }
  assertUsable(found, classifier);
  const units = plan.units ?? found.units;
  const change: EndpointChange = {
    ...(found.modelArn !== classifier.arn && { modelArn: classifier.arn }),
    ...(found.units !== units && { units }),
  };
  if (Object.keys(change).length === 0) {
    teller.note(`Found the endpoint ${found.arn}; nothing is to be created.`);
    return { endpoint: found, classifier };
  }
  await comprehend.updateEndpoint(found.arn, change, signal).catch(explain);
  teller.note(`Changing the endpoint ${found.arn}; it goes on answering meanwhile.`);
  return {
    endpoint: await inService(found.arn, { modelArn: classifier.arn, units }, plan, comprehend, watch),
    classifier,
  };
}

/** The version that was named, or the last one that is trained. */
async function trained(
  arnOrName: string,
  comprehend: ComprehendTraining,
  signal: AbortSignal,
): Promise<Classifier> {
  const isArn = arnOrName.startsWith('arn:');
  const one = isArn ? await comprehend.classifier(arnOrName, signal) : undefined;
  const versions = isArn ? (one ? [one] : []) : await comprehend.classifiers(arnOrName, signal);
  const byAge = versions.toSorted((a, b) => (a.submitted?.getTime() ?? 0) - (b.submitted?.getTime() ?? 0));
  const ready = byAge.findLast(({ status }) => READY.includes(status));
  if (ready !== undefined) return ready;
  const last = byAge.at(-1);
  if (last === undefined) {
    throw new ComprehendError(
      `There is no classifier ${arnOrName} in ${await comprehend.region()}.\nCheck the name and --region, or train one: shoji classifier train --comprehend …`,
    );
  }
  throw new ComprehendError(
    `The classifier ${nameOf(last.arn)} is not trained: ${last.status}${last.message ? ` (${last.message})` : ''}.\nRun \`shoji classifier train --comprehend …\` again: it waits for the end, or says what went wrong.`,
  );
}

/** An endpoint that serves the classifier or, failing that, has the wanted name. */
async function present(
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

/** The endpoint when nothing is under way with it any more; undefined when it is gone. */
async function settled(
  endpoint: Endpoint | undefined,
  comprehend: ComprehendTraining,
  watch: Watch,
): Promise<Endpoint | undefined> {
  if (endpoint === undefined || endpoint.status === 'IN_SERVICE' || endpoint.status === 'FAILED')
    return endpoint;
  watch.teller.note(`Found the endpoint ${endpoint.arn}.`);
  return watchUntil(
    (signal) => comprehend.endpoint(endpoint.arn, signal),
    (now) => {
      watch.teller.status(now?.status ?? 'gone');
      return now === undefined || now.status === 'IN_SERVICE' || now.status === 'FAILED';
    },
    watch,
    goesOn(endpoint.arn),
  );
}

function assertUsable(endpoint: Endpoint, classifier: Classifier): void {
  if (endpoint.status === 'FAILED') throw failed(endpoint);
  const [serves, wanted] = [endpoint.modelArn ?? '', classifier.arn].map(
    (arn) => parseClassifierArn(arn)?.name,
  );
  if (serves !== wanted) {
    throw new ComprehendUsageError(
      `The endpoint ${nameOf(endpoint.arn)} serves another classifier, ${nameOf(endpoint.modelArn ?? 'unknown')}.\nName another endpoint with --name.`,
    );
  }
}

async function inService(
  arn: string,
  wanted: Required<EndpointChange>,
  { wait }: DeployPlan,
  comprehend: ComprehendTraining,
  watch: Watch,
): Promise<Endpoint> {
  const created: Endpoint = { arn, status: 'CREATING', ...wanted };
  if (!wait) return created;
  let changing = false;
  let early = 0;
  const isAsWanted = (now: Endpoint) => now.units === wanted.units && now.modelArn === wanted.modelArn;
  const endpoint = await watchUntil(
    (signal) => comprehend.endpoint(arn, signal),
    (now) => {
      watch.teller.status(now?.status ?? 'CREATING');
      if (now?.status === 'FAILED') return true;
      if (now?.status === 'IN_SERVICE' && isAsWanted(now)) return true;
      changing ||= now?.status === 'UPDATING' || now?.status === 'CREATING';
      // Before the change has begun it is not there yet, or as it was.
      if (now === undefined || now.status === 'IN_SERVICE') {
        early += 1;
        return changing || early >= PATIENCE;
      }
      return false;
    },
    watch,
    goesOn(arn),
  );
  if (endpoint?.status === 'IN_SERVICE' && isAsWanted(endpoint)) return endpoint;
  throw failed(endpoint ?? created);
}

function failed({ arn, status, message, units }: Endpoint): ComprehendError {
  return new ComprehendError(
    status === 'FAILED'
      ? `The endpoint ${nameOf(arn)} has failed. Comprehend says: ${message ?? 'nothing'}.\nTake it down with \`shoji classifier undeploy ${arn}\`, mend what it says, and deploy again.`
      : `The endpoint ${nameOf(arn)} was not changed: it has ${units} inference units. ${message ?? ''}\nRun the same command again, or ask for fewer --units.`,
  );
}

function goesOn(arn: string): string {
  return `The endpoint is made and paid for all the same. Run the same command again to come back to it.\n\`shoji classifier undeploy ${arn}\` takes it down.`;
}

/** An endpoint's name is shorter than a classifier's may be. */
function endpointNameFor(classifierArn: string): string {
  const name = parseClassifierArn(classifierArn)?.name ?? '';
  return name.slice(0, MAX_ENDPOINT_NAME).replace(/-+$/, '');
}
