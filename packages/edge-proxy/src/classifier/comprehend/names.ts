/** What an ARN of Comprehend names. */
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

/** Whether Comprehend takes it for the name of a classifier or an endpoint, of at most so many characters. */
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

/** A classifier or endpoint as people know it: its name, and its version where it has one. */
export function nameOf(arn: string): string {
  const { name = arn, version } = parseClassifierArn(arn) ?? parseEndpointArn(arn) ?? {};
  return version === undefined ? name : `${name}, version ${version}`;
}
