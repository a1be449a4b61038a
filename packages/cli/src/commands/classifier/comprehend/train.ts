import { TEXT_LANGUAGES } from '@shoji/aws/client';
import type { Classifier } from '@shoji/curator/comprehend';
import {
  assertClassifier,
  ComprehendUsageError,
  endpointCost,
  explaining,
  isName,
  MAX_CLASSIFIER_NAME,
  nameOf,
  parseClassifierArn,
  parsePlace,
  readTrainingData,
  stopTraining,
  type TrainingPlan,
  train,
  trainingCost,
} from '@shoji/curator/comprehend';
import { EXIT } from '../../../terminal/exit.ts';
import { printable, table } from '../../../terminal/terminal.ts';
import type { ComprehendFlags, ComprehendTrainFlags } from './flags.ts';
import { comprehendService } from './service.ts';
import { watching } from './watching.ts';

/** Source: the pattern of DataAccessRoleArn in the Amazon Comprehend API reference. */
const ROLE = /^arn:aws(-[^:]+)?:iam::\d{12}:role\/.+$/;

/** Most class names that are printed before the training. */
const SHOWN_CLASSES = 10;

/** The metrics with their meanings, the most important first. */
const METRICS: readonly (readonly [name: string, meaning: string])[] = [
  ['Accuracy', 'share of texts with the right class'],
  ['Precision', 'share of the texts assigned to a class that belong to it; mean of the classes'],
  ['Recall', 'share of the texts of a class that were assigned to it; mean of the classes'],
  ['F1Score', 'harmonic mean of precision and recall; mean of the classes'],
  ['MicroPrecision', 'precision over all texts'],
  ['MicroRecall', 'recall over all texts'],
  ['MicroF1Score', 'harmonic mean of both over all texts'],
  ['HammingLoss', 'share of wrong labels; 0 is best'],
];

/** Trains a classifier with Comprehend, prints its metrics, and returns the exit code. */
export async function runComprehendTraining(flags: ComprehendTrainFlags): Promise<number> {
  const plan = await planOf(flags);
  const comprehend = comprehendService(flags);
  return watching(flags.pollSeconds, async (watch) => {
    const { documents, labels, mode } = plan.data;
    const names = [...labels.keys()].slice(0, SHOWN_CLASSES).map(printable).join(', ');
    watch.teller.note(
      `${documents.toLocaleString('en-US')} texts of ${labels.size} classes (${names}${labels.size > SHOWN_CLASSES ? ' …' : ''}), ${mode === 'MULTI_CLASS' ? 'one each' : 'one or more each'}.`,
    );
    const classifier = await train(plan, comprehend, watch);
    if (classifier === undefined) {
      console.log(
        'The training continues at AWS. Run the same command without --no-wait to wait for its end.',
      );
    } else console.log(reportOf(classifier));
    return EXIT.ok;
  });
}

/** Stops the training of a classifier, and returns the exit code. A classifier that is not being trained is not an error. */
export async function runStop(arnOrName: string, flags: ComprehendFlags): Promise<number> {
  assertClassifier(arnOrName);
  const comprehend = comprehendService(flags, arnOrName);
  return watching(flags.pollSeconds, async (watch) => {
    const explain = explaining('The training could not be stopped', watch.signal);
    const region = await comprehend.region().catch(explain);
    const arns = arnOrName.startsWith('arn:')
      ? [arnOrName]
      : (await comprehend.classifiers(arnOrName, watch.signal).catch(explain))
          .filter(isTraining)
          .map((classifier) => classifier.arn);
    const [arn, ...others] = arns;
    if (arn === undefined) {
      console.log(`No version of ${arnOrName} is being trained in ${region}.`);
      return EXIT.ok;
    }
    if (others.length > 0) {
      throw new ComprehendUsageError(
        `Several versions are being trained; name one of them:\n${arns.join('\n')}`,
      );
    }
    const classifier = await stopTraining(arn, flags.wait, comprehend, watch);
    console.log(`${nameOf(arn)}: ${classifier?.status ?? 'deleted'}.`);
    return EXIT.ok;
  });
}

function isTraining({ status }: Classifier): boolean {
  return status === 'SUBMITTED' || status === 'TRAINING';
}

/** Reports all wrong flags at once, before anything is read or sent. */
async function planOf(flags: ComprehendTrainFlags): Promise<TrainingPlan> {
  const { comprehend = '', role = '', data, name, language, again = false, wait } = flags;
  const place = parsePlace(comprehend);
  const trained = TEXT_LANGUAGES.find((known) => known === language);
  const problems = [
    ...(place ? [] : [`--comprehend: write s3://bucket/prefix/, not ${JSON.stringify(comprehend)}.`]),
    ...(ROLE.test(role)
      ? []
      : [
          `--role: name the role with which Comprehend reads the data, like arn:aws:iam::111122223333:role/comprehend${role && `, not ${JSON.stringify(role)}`}.`,
        ]),
    ...(isName(name, MAX_CLASSIFIER_NAME)
      ? []
      : [
          `--name: letters, digits and hyphens, at most ${MAX_CLASSIFIER_NAME}, not ${JSON.stringify(name)}.`,
        ]),
    ...(trained
      ? []
      : [`--language: Comprehend trains for ${TEXT_LANGUAGES.join(', ')}, not ${JSON.stringify(language)}.`]),
  ];
  if (place === undefined || trained === undefined || problems.length > 0) {
    throw new ComprehendUsageError(problems.join('\n'));
  }
  return { name, place, roleArn: role, language: trained, data: await readTrainingData(data), again, wait };
}

function reportOf(classifier: Classifier): string {
  const { arn, status, message, metrics, trainedDocuments, testDocuments, outputUri } = classifier;
  const rows = METRICS.flatMap(([name, meaning]) => {
    const value = metrics[name];
    return value === undefined ? [] : [[name, value.toFixed(3), meaning]];
  });
  const cost = trainingCost(classifier.trainingStarted, classifier.trainingEnded);
  const { name = arn } = parseClassifierArn(arn) ?? {};
  return [
    `${nameOf(arn)} is trained.`,
    ...(status === 'TRAINED_WITH_WARNING' ? [`Comprehend warns: ${message ?? 'no details given'}`] : []),
    ...(trainedDocuments === undefined
      ? []
      : [`It was trained on ${trainedDocuments} texts and measured on ${testDocuments ?? 0} others.`]),
    '',
    ...(rows.length > 0 ? [table(['metric', '', 'meaning'], rows), ''] : []),
    ...(outputUri === undefined ? [] : [`Confusion matrix: ${outputUri}`]),
    ...(cost === undefined ? [] : [cost]),
    `Deploy it with: shoji classifier deploy ${name}`,
    `Its endpoint then costs ${endpointCost(1)}`,
  ].join('\n');
}
