import { createHash } from 'node:crypto';
import type { TextLanguage } from '@shoji/aws/client';
import { isNamed } from '@shoji/aws/client';
import type { Classifier } from '../../aws/comprehend-resources.ts';
import type { ComprehendTraining, TrainingRequest } from '../../aws/comprehend-training.ts';
import { type Place, trainingPlace, upload } from './bucket.ts';
import { ComprehendError, explainedTraining, explaining } from './errors.ts';
import { nameOf } from './names.ts';
import type { TrainingData } from './training-data.ts';
import { type Watch, watchUntil } from './watch.ts';

export interface TrainingPlan {
  readonly name: string;
  readonly place: Place;
  readonly roleArn: string;
  readonly language: TextLanguage;
  readonly data: TrainingData;
  /** Train again although a training with these data was done, or failed, before. */
  readonly again: boolean;
  /** False to return without waiting for the end. */
  readonly wait: boolean;
}

/** The final statuses. Every other status, also an unknown one, leads to one of these. */
const ENDED = ['TRAINED', 'TRAINED_WITH_WARNING', 'IN_ERROR', 'STOPPED', 'DELETING'];
/** Polls during which a resource that was just created may not be visible yet. */
const PATIENCE = 10;

/**
 * Trains a version of a classifier, or resumes the training that an earlier run started: name, data and language
 * identify the version, so that all state is at AWS.
 * @returns The trained classifier; one in training only if the plan does not wait.
 * @throws ComprehendError when the training could not be started, has failed or was stopped; WatchEndedError.
 */
export async function train(
  plan: TrainingPlan,
  comprehend: ComprehendTraining,
  watch: Watch,
): Promise<Classifier | undefined> {
  const { teller, signal } = watch;
  const explain = explaining('The training could not be started', signal);
  const base = versionOf(plan);
  const region = await comprehend.region().catch(explain);
  const attempts = attemptsAt(base, await comprehend.classifiers(plan.name, signal).catch(explain));
  const last = attempts.findLast(({ classifier }) => classifier.status !== 'DELETING');
  if (last !== undefined && (!plan.again || !ENDED.includes(last.classifier.status))) {
    teller.note(`Found the training of these data: ${nameOf(last.classifier.arn)}.`);
    return follow(last.classifier.arn, plan.wait, comprehend, watch);
  }
  const place = trainingPlace(plan.place, plan.name, plan.data);
  await upload(plan.data, place, region, teller, signal);
  const number = (attempts.at(-1)?.number ?? 0) + 1;
  const request = {
    name: plan.name,
    version: number === 1 ? base : `${base}-${number}`,
    roleArn: plan.roleArn,
    inputUri: place.inputUri,
    outputUri: place.outputUri,
    mode: plan.data.mode,
    language: plan.language,
  };
  const token = createHash('sha256').update(JSON.stringify(request)).digest('hex');
  const arn = await create({ ...request, token }, comprehend, signal).catch(explain);
  teller.note(`Started the training of ${nameOf(arn)}: ${arn}`);
  return follow(arn, plan.wait, comprehend, watch);
}

/**
 * Stops a training and waits until it has stopped. A finished training is left unchanged.
 * @returns The classifier afterwards.
 */
export async function stopTraining(
  arn: string,
  wait: boolean,
  comprehend: ComprehendTraining,
  watch: Watch,
): Promise<Classifier | undefined> {
  const { signal } = watch;
  const explain = explaining('The training could not be stopped', signal);
  const before = await comprehend.classifier(arn, signal).catch(explain);
  if (before === undefined) throw new ComprehendError(`The classifier ${arn} does not exist.`);
  if (ENDED.includes(before.status)) return before;
  await comprehend.stopTraining(arn, signal).catch(explain);
  if (!wait) return comprehend.classifier(arn, signal).catch(explain);
  return watchTraining(arn, comprehend, watch, 'It will stop nevertheless.');
}

async function follow(
  arn: string,
  wait: boolean,
  comprehend: ComprehendTraining,
  watch: Watch,
): Promise<Classifier | undefined> {
  if (!wait) {
    const now = await comprehend
      .classifier(arn, watch.signal)
      .catch(explaining('The training has started, but its status could not be read', watch.signal));
    return now === undefined || !ENDED.includes(now.status) ? undefined : outcome(arn, now);
  }
  const goesOn = `The training continues at AWS. Run the same command again to resume waiting; it is not started twice.\n\`shoji classifier stop ${arn}\` ends it.`;
  return outcome(arn, await watchTraining(arn, comprehend, watch, goesOn));
}

async function watchTraining(
  arn: string,
  comprehend: ComprehendTraining,
  watch: Watch,
  goesOn: string,
): Promise<Classifier | undefined> {
  let seen = false;
  let missed = 0;
  return watchUntil(
    (signal) => comprehend.classifier(arn, signal),
    (classifier) => {
      if (classifier === undefined) {
        missed += 1;
        return seen || missed >= PATIENCE;
      }
      seen = true;
      watch.teller.status(classifier.status, classifier.submitted);
      return ENDED.includes(classifier.status);
    },
    watch,
    goesOn,
  );
}

function outcome(arn: string, classifier: Classifier | undefined): Classifier {
  const version = nameOf(arn);
  switch (classifier?.status) {
    case 'TRAINED':
    case 'TRAINED_WITH_WARNING':
      return classifier;
    case 'IN_ERROR':
      throw explainedTraining(version, classifier.message);
    case 'STOPPED':
      throw new ComprehendError(
        `The training of ${version} was stopped before its end.\nRun the same command with --again to train again.`,
      );
    default:
      throw new ComprehendError(
        `The classifier ${version} was deleted.\nRun the same command with --again to train again.`,
      );
  }
}

async function create(
  request: TrainingRequest,
  comprehend: ComprehendTraining,
  signal: AbortSignal,
): Promise<string> {
  try {
    return await comprehend.createClassifier(request, signal);
  } catch (error) {
    if (!isNamed(error, 'ResourceInUseException')) throw error;
    // Lists are eventually consistent: an earlier run may have started it.
    const all = await comprehend.classifiers(request.name, signal);
    const started = all.find(({ version }) => version === request.version);
    if (started === undefined) throw error;
    return started.arn;
  }
}

/** Names a version after its training data, which determine the mode, and their language. */
function versionOf({ data, language }: TrainingPlan): string {
  return `data-${data.sha256.slice(0, 16)}-${language}`;
}

/** The versions that are trainings of the same data, by their number. */
function attemptsAt(base: string, classifiers: readonly Classifier[]) {
  return classifiers
    .flatMap((classifier) => {
      if (classifier.version === base) return [{ number: 1, classifier }];
      const [, number] = new RegExp(`^${base}-(\\d+)$`).exec(classifier.version ?? '') ?? [];
      return number === undefined ? [] : [{ number: Number(number), classifier }];
    })
    .toSorted((a, b) => a.number - b.number);
}
