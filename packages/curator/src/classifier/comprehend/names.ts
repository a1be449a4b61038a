import { ComprehendUsageError } from './errors.ts';

/** The parts of an ARN of Comprehend. */
interface Named {
  readonly region: string;
  readonly name: string;
  readonly version?: string;
}

/** Source: the patterns of DocumentClassifierName and EndpointName in the Amazon Comprehend API reference. */
const NAME = /^[a-zA-Z0-9](-*[a-zA-Z0-9])*$/;
/** Characters of a classifier's, and of an endpoint's, name. */
export const MAX_CLASSIFIER_NAME = 63;
export const MAX_ENDPOINT_NAME = 40;

/** Whether Comprehend accepts it as the name of a classifier or an endpoint with at most `most` characters. */
export function isName(value: string, longest: number): boolean {
  return value.length <= longest && NAME.test(value);
}

/** The parts of a classifier's ARN; undefined for anything else. */
export function parseClassifierArn(arn: string): Named | undefined {
  const match =
    /^arn:aws[\w-]*:comprehend:([\w-]+):\d{12}:document-classifier\/([\w-]+)(?:\/version\/([\w-]+))?$/.exec(
      arn,
    );
  const [, region, name, version] = match ?? [];
  if (region === undefined || name === undefined) return undefined;
  return { region, name, ...(version !== undefined && { version }) };
}

/** The parts of a classifier endpoint's ARN; undefined for anything else. */
export function parseEndpointArn(arn: string): Named | undefined {
  const match = /^arn:aws[\w-]*:comprehend:([\w-]+):\d{12}:document-classifier-endpoint\/([\w-]+)$/.exec(arn);
  const [, region, name] = match ?? [];
  return region === undefined || name === undefined ? undefined : { region, name };
}

/** A classifier or endpoint for people: its name, and its version if any. */
export function nameOf(arn: string): string {
  const { name = arn, version } = parseClassifierArn(arn) ?? parseEndpointArn(arn) ?? {};
  return version === undefined ? name : `${name}, version ${version}`;
}

/** @throws ComprehendUsageError when it is neither a classifier's name nor its ARN. */
export function assertClassifier(value: string): void {
  if (parseClassifierArn(value) !== undefined || isName(value, MAX_CLASSIFIER_NAME)) return;
  throw new ComprehendUsageError(
    `${JSON.stringify(value)} is not a classifier: give a name, or an ARN like arn:aws:comprehend:us-east-1:111122223333:document-classifier/shoji-prompts/version/….`,
  );
}

/** @throws ComprehendUsageError when it is neither an endpoint's name nor its ARN. */
export function assertEndpoint(value: string): void {
  if (parseEndpointArn(value) !== undefined || isName(value, MAX_ENDPOINT_NAME)) return;
  throw new ComprehendUsageError(
    `${JSON.stringify(value)} is not an endpoint: give a name, or an ARN like arn:aws:comprehend:us-east-1:111122223333:document-classifier-endpoint/shoji-prompts.`,
  );
}
