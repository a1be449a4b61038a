import { type AwsOptions, clientConfig, failureOf, lazy, meaningOf } from '@shoji/aws/client';
import { GenerationError } from '@shoji/core';
import * as z from 'zod/mini';
import { parsedAnswer, UpstreamError } from '../answers/answer.ts';
import { each, number, prose, record, word } from '../answers/shape.ts';
import type { ScreenedBody } from '../screening/screened-body.ts';
import { HttpAnswer } from './http-answer.ts';

/** A call forwarded to a model behind an AWS runtime, signed with the operator's own credentials. */
export interface InvokeCall {
  /** The endpoint's or model's name. */
  readonly name: string;
  readonly body: ScreenedBody;
  readonly accept: string | undefined;
  /** Further parameters of the operation by their SDK names. */
  readonly more?: Readonly<Record<string, string>>;
}

/** @throws UpstreamError with the service's own error; GenerationError when it cannot be reached or denies the operator. */
export type Invoke = (call: InvokeCall, signal: AbortSignal) => Promise<HttpAnswer>;

/** InvokeEndpoint of Amazon SageMaker. One attempt: the client's own SDK decides whether to try again. */
export function invokeEndpoint(options: AwsOptions): Invoke {
  const service = lazy(async () => {
    const { SageMakerRuntimeClient, InvokeEndpointCommand, HeldAnswers } = await import(
      '@shoji/aws/clients/sagemaker'
    );
    const requestHandler = new HeldAnswers();
    const client = new SageMakerRuntimeClient({ ...clientConfig(options), requestHandler });
    return ({ name, body, accept, more }: InvokeCall, abortSignal: AbortSignal) => {
      const input = {
        EndpointName: name,
        ContentType: body.contentType,
        Accept: accept,
        Body: body.bytes,
        ...more,
      };
      return client.send(new InvokeEndpointCommand(input), { abortSignal });
    };
  });
  return async (call, signal) => {
    const send = await service();
    const answer = await send(call, signal).catch(rethrow(signal));
    return answered(answer.ContentType, answer.Body);
  };
}

/** InvokeModel of Amazon Bedrock. One attempt, as above. */
export function invokeModel(options: AwsOptions): Invoke {
  const service = lazy(async () => {
    const { BedrockRuntimeClient, InvokeModelCommand, HeldAnswers } = await import(
      '@shoji/aws/clients/bedrock'
    );
    // Over HTTP/2, its default, the SDK does not stop an aborted call at the server.
    const requestHandler = new HeldAnswers();
    const client = new BedrockRuntimeClient({ ...clientConfig(options), requestHandler });
    return ({ name, body, accept, more }: InvokeCall, abortSignal: AbortSignal) => {
      const input = { modelId: name, contentType: body.contentType, accept, body: body.bytes, ...more };
      return client.send(new InvokeModelCommand(input), { abortSignal });
    };
  });
  return async (call, signal) => {
    const send = await service();
    const answer = await send(call, signal).catch(rethrow(signal));
    return answered(answer.contentType, answer.body);
  };
}

/** The answer of a model, sealed as any upstream's answer is. */
function answered(type = '', body: Uint8Array = new Uint8Array()): HttpAnswer {
  const bytes = async () => new Uint8Array(body);
  const header = (name: string) => (name === 'content-type' ? type : undefined);
  return new HttpAnswer(200, header, {
    bytes,
    chunks: (async function* () {
      yield body;
    })(),
  });
}

/** The shape of a service's error. */
const ERROR = record({
  name: word(128),
  ...each('Message OriginalMessage', prose(4_000)),
  OriginalStatusCode: number,
  LogStreamArn: word(512),
});

const errorSchema = z.looseObject({
  name: z.string(),
  message: z.string(),
  OriginalStatusCode: z.optional(z.number()),
  OriginalMessage: z.optional(z.string()),
  LogStreamArn: z.optional(z.string()),
  $metadata: z.optional(z.object({ httpStatusCode: z.optional(z.number()) })),
});

function rethrow(signal: AbortSignal): (cause: unknown) => never {
  return (cause) => {
    if (signal.aborted) throw signal.reason;
    if (cause instanceof GenerationError) throw cause;
    const { success, data } = errorSchema.safeParse(cause);
    const status = success ? data.$metadata?.httpStatusCode : undefined;
    if (!success || status === undefined || failureOf(cause) === 'denied')
      throw new GenerationError('generator_failed', 'The model’s service cannot be used.', { cause });
    const meaning = meaningOf(cause);
    if (status < 300) throw new GenerationError(meaning.code, meaning.message, { cause });
    const { name, message, OriginalStatusCode, OriginalMessage, LogStreamArn } = data;
    const said = { name, Message: message, OriginalStatusCode, OriginalMessage, LogStreamArn };
    const told = parsedAnswer(said).screened(ERROR);
    // An error that is not a refusal keeps its status, because no SDK repeats a ModelError.
    throw new UpstreamError(status, told, meaning.code === 'generator_failed' ? {} : { meaning });
  };
}
