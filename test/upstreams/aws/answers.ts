import type { ServerResponse } from 'node:http';
import { encodePng } from '../../../packages/aws/src/sagemaker/png.ts';
import { JSON_TYPE, type Operation, type TrainingOperation, type WireError } from './wire.ts';

/** A server's handler of one request with its body. */
export type Answer = (response: ServerResponse, body: string) => void | Promise<void>;

export function raw(
  status: number,
  headers: Readonly<Record<string, string>>,
  body: string | Uint8Array,
): Answer {
  return (response) => {
    response.writeHead(status, headers).end(body);
  };
}

/** A successful answer of a JSON service. */
export function json(value: unknown): Answer {
  return raw(200, { 'content-type': JSON_TYPE, 'x-amzn-requestid': 'req-1' }, JSON.stringify(value));
}

/** A successful answer of a container behind InvokeEndpoint. */
export function container(value: unknown): Answer {
  return raw(
    200,
    { 'content-type': 'application/json', 'x-amzn-invoked-production-variant': 'AllTraffic' },
    JSON.stringify(value),
  );
}

export function failing({ status, headers, body }: WireError): Answer {
  return raw(status, headers, body);
}

/** Accepts the request and never answers. */
export const silence: Answer = () => {};

/** Breaks the connection instead of answering. */
export const reset: Answer = (response) => {
  response.socket?.resetAndDestroy();
};

/** A body that ends in the middle, with a status of success. */
export const malformed: Answer = raw(200, { 'content-type': JSON_TYPE }, '{"ModerationLabels":[{"Na');

/** A success without a body. */
export const empty: Answer = raw(200, { 'content-type': JSON_TYPE }, '');

/** Starts an answer and breaks off. */
export const truncated: Answer = (response) => {
  response.writeHead(200, { 'content-type': JSON_TYPE, 'content-length': '1000' });
  response.write('{"Mo', () => response.socket?.resetAndDestroy());
};

/** A picture of one colour that every decoder reads. */
export async function picture(
  colour: readonly [number, number, number],
  width = 96,
  height = width,
): Promise<Buffer> {
  const rgb = Uint8Array.from({ length: 3 * width * height }, (_, index) => colour[index % 3] ?? 0);
  return Buffer.from(await encodePng(width, height, rgb));
}

/** Makes a picture of the requested size, with a colour that depends on the seed. */
const diffuse: Answer = async (response, body) => {
  const { width = 512, height = 512, seed = 0 } = body.startsWith('{') ? JSON.parse(body) : {};
  const made = await picture([seed % 256, 160, 80], width, height);
  container({ generated_images: [made.toString('base64')], prompt: 'a prompt' })(response, body);
};

/**
 * A guardrail's answer of full scope, in the shape of the example of the Bedrock user guide ("Use the ApplyGuardrail API in
 * your application"), for input in which nothing is found.
 */
export function guardrailAnswer(kind: 'text' | 'image', assessment: object = {}, more: object = {}): Answer {
  const types = [
    'HATE',
    'INSULTS',
    'SEXUAL',
    'VIOLENCE',
    'MISCONDUCT',
    ...(kind === 'text' ? ['PROMPT_ATTACK'] : []),
  ];
  const filters = types.map((type) => ({
    type,
    confidence: 'NONE',
    filterStrength: 'HIGH',
    action: 'NONE',
    detected: false,
  }));
  const guardrailCoverage =
    kind === 'text' ? { textCharacters: { guarded: 15, total: 15 } } : { images: { guarded: 1, total: 1 } };
  const usage = {
    topicPolicyUnits: 0,
    contentPolicyUnits: kind === 'text' ? 1 : 0,
    wordPolicyUnits: 0,
    sensitiveInformationPolicyUnits: 0,
    sensitiveInformationPolicyFreeUnits: 0,
    contextualGroundingPolicyUnits: 0,
    ...(kind === 'image' && { contentPolicyImageUnits: 1 }),
  };
  return raw(
    200,
    { 'content-type': 'application/json', 'x-amzn-requestid': 'req-1' },
    JSON.stringify({
      action: 'NONE',
      assessments: [
        {
          contentPolicy: { filters },
          invocationMetrics: { guardrailProcessingLatency: 87, usage, guardrailCoverage },
          ...assessment,
        },
      ],
      guardrailCoverage,
      outputs: [],
      usage,
      ...more,
    }),
  );
}

/** Every service succeeds: no findings in prompt and picture, and a picture as requested. */
export const CONTENT: Readonly<Record<Exclude<Operation, TrainingOperation>, Answer>> = {
  DetectModerationLabels: json({ ModerationLabels: [], ModerationModelVersion: '7.0', ContentTypes: [] }),
  DetectText: json({ TextDetections: [], TextModelVersion: '3.0' }),
  ClassifyDocument: json({
    Classes: [
      { Name: 'Not Toxic', Score: 0.98 },
      { Name: 'Toxic', Score: 0.02 },
    ],
  }),
  DetectToxicContent: (response, body) => {
    const segments: unknown[] = JSON.parse(body).TextSegments;
    json({ ResultList: segments.map(() => ({ Labels: [], Toxicity: 0.01 })) })(response, body);
  },
  InvokeEndpoint: diffuse,
  ApplyGuardrail: (response, body) => {
    const [content] = JSON.parse(body).content;
    return guardrailAnswer('text' in content ? 'text' : 'image')(response, body);
  },
};
