/** An environment variable of `shoji serve`. `--help` and the site's page of settings are written from this list. */
export interface Variable {
  /** As it is set, e.g. `SHOJI_INSECURE=1`. */
  readonly name: string;
  /** The flag that sets the same and wins over the variable. */
  readonly flag?: string;
  /** Its meaning, unless the flag's description has it. */
  readonly what?: string;
}

export const VARIABLES: readonly Variable[] = [
  { name: 'HOST, PORT', what: 'address and port to listen on (default: 127.0.0.1, 8787)' },
  { name: 'SHOJI_POLICY', what: 'strict, standard or mature' },
  {
    name: 'SHOJI_KEYS',
    what: 'keys that callers must send as "Authorization: Bearer <key>", separated by commas',
  },
  {
    name: 'SHOJI_ORIGINS',
    what: 'origins of web pages that may call, separated by commas (https://app.example.com)',
  },
  { name: 'SHOJI_INSECURE=1', flag: '--insecure' },
  { name: 'SHOJI_GENERATOR', flag: '--generator' },
  { name: 'SHOJI_SAGEMAKER_ENDPOINT', flag: '--sagemaker' },
  { name: 'SHOJI_COMPREHEND_ENDPOINT_ARN', flag: '--comprehend' },
  { name: 'SHOJI_REKOGNITION_REGION', flag: '--rekognition' },
  { name: 'SHOJI_BLOCKED', flag: '--blocked' },
  { name: 'SHOJI_UPSTREAMS', flag: '--upstream', what: 'separated by commas' },
  { name: 'SHOJI_NO_DISCOVER=1', flag: '--no-discover' },
  {
    name: 'SHOJI_DISCOVER_PORTS',
    what: 'further ports of this machine to look at for image servers, separated by commas',
  },
  {
    name: 'SHOJI_ANSWER_MEMORY_MB',
    what: 'memory for responses of image servers, in megabytes (default: 300)',
  },
  { name: 'SHOJI_BODY_MEMORY_MB', what: 'memory for request bodies, in megabytes (default: 200)' },
  { name: 'SHOJI_GRACE', flag: '--grace' },
  {
    name: 'SHOJI_ONNX',
    what: 'native or wasm: build of ONNX Runtime (default: the first that loads)',
  },
  {
    name: 'LOG_LEVEL',
    what: 'debug, info, warn, error or silent; the log is written to standard error as JSON lines',
  },
];

/** The list as lines of a help text. */
export function variableLines(): string {
  return VARIABLES.map(
    ({ name, flag, what }) =>
      `  ${name.padEnd(31)} ${[flag && `as ${flag}`, what].filter(Boolean).join(', ')}`,
  ).join('\n');
}
