import { type AwsOptions, SDK_PATIENCE_MS } from '@shoji/aws/client';
import { isSignedFor, isSignedWith } from '../../access/sigv4.ts';
import type { BlockMode, Call } from '../../dialect-kit/call/call.ts';
import { invokeEndpoint } from '../../dialect-kit/client/aws-runtime.ts';
import { type FieldOptions, openFields } from '../../dialect-kit/fields/open-fields.ts';
import { type PictureCall, settledPictures } from '../../dialect-kit/screening/moderate-pictures.ts';
import { verdictHeaders } from '../../dialect-kit/screening/verdict.ts';
import type { Route, Upstream } from '../../dialect-kit/serving/upstream.ts';
import { answerBody } from '../../wire/answer-body.ts';
import { BodyError } from '../../wire/body-error.ts';
import { assertUtf8 } from '../../wire/read-body.ts';
import { readBytes } from '../../wire/read-bytes.ts';
import { answerWith, type Made, readMade } from './answer.ts';
import { readAsk } from './ask.ts';
import { FIELDS } from './fields.ts';
import { readParameters } from './parameters.ts';
import { refuse } from './refusal.ts';

/** How the endpoints are reached. The AWS SDK's own settings for a Region and credentials also apply. */
export interface SageMakerUpstreamOptions
  extends Pick<AwsOptions, 'region' | 'credentials' | 'endpointUrl'>,
    FieldOptions {
  /** Names of the endpoints that may be called; all of the account's when left out. */
  readonly endpoints?: readonly string[];
  /** `error`, which is also `native`, when left out: a ModelError as the SDKs parse it. */
  readonly blocked?: BlockMode;
}

/**
 * Amazon SageMaker's runtime in front of Stable Diffusion, for apps that use an AWS SDK with another endpoint URL.
 *
 * Routes: InvokeEndpoint. Prompts: the text body, `prompt`, `text_prompts` and `inputs`. Negative prompt:
 * `negative_prompt`, or a text of weight -1. Pictures are answered in the container's format: base64, rows of pixels,
 * or bytes. Blocked: a ModelError. Calls are signed anew with the operator's credentials; where the proxy has keys, the
 * client signs with one as its secret access key.
 */
export function sagemakerRuntime(options: SageMakerUpstreamOptions = {}): Upstream {
  const invoke = invokeEndpoint(options);
  const mode = options.blocked ?? 'error';
  const table = openFields(FIELDS, options);

  const invocations: Route['answer'] = async (call) => {
    const name = String(call.params.name);
    if (options.endpoints && !options.endpoints.includes(name))
      throw new BodyError(
        400,
        `The endpoint ${name} is not allowed. The operator can add it to sagemakerRuntime({ endpoints }).`,
      );
    const { headers } = call.request;
    const contentType = headers.get('Content-Type') ?? 'application/json';
    assertUtf8(contentType);
    const parameters = readParameters(headers, options);
    const ask = readAsk(await readBytes(call.request, call.maxBodyBytes), contentType, {
      table,
      names: [name, ...parameters.names],
      unknown: options.unknown,
    });
    let made: Made | undefined;
    let attempt = 0;
    const asked: PictureCall = {
      upstream: 'sagemaker',
      request: ask.request,
      inputs: ask.inputs,
      dropped: [...parameters.dropped, ...ask.dropped],
      // From one seed a container makes all pictures of a call; it cannot make only the third.
      regenerates: ask.request.n === 1,
      patienceMs: SDK_PATIENCE_MS,
      make: async (request, inputs, signal) => {
        const body = ask.body(request, inputs, ++attempt);
        made = await readMade(
          await invoke(
            { name, body, accept: knownAccept(headers.get('Accept')), more: parameters.sent },
            signal,
          ),
        );
        return made.images;
      },
    };
    const settled = await settledPictures(call, asked, mode);
    const { body, contentType: type } = await answerWith(settled.pictures, made, ask.request.prompt);
    return answerBody(body, {
      headers: {
        ...verdictHeaders(settled.verdict),
        'Content-Type': type,
        'Cache-Control': 'no-store',
        'x-Amzn-Invoked-Production-Variant': 'AllTraffic',
      },
    });
  };

  const closed =
    (message: string) =>
    async (_: Call): Promise<Response> =>
      refuse({ kind: 'denied', status: 400, message });
  return {
    name: 'sagemaker',
    owns: (path) => path.startsWith('/endpoints/'),
    routes: [
      { method: 'POST', path: '/endpoints/{name}/invocations', answer: invocations },
      {
        method: 'POST',
        path: '/endpoints/{name}/invocations-response-stream',
        answer: closed('A stream cannot be screened before it is whole. Use InvokeEndpoint.'),
      },
      {
        method: 'POST',
        path: '/endpoints/{name}/async-invocations',
        answer: closed(
          'An asynchronous call names its prompt in S3, where it cannot be screened. Use InvokeEndpoint.',
        ),
      },
    ],
    refuse,
    admits: async (request, keys, maxBodyBytes) =>
      isSignedFor(request, 'sagemaker') &&
      isSignedWith(request, await readBytes(request, maxBodyBytes), 'sagemaker', keys),
  };
}

/** A type of answer that containers know; any other value could hold free text. */
function knownAccept(accept: string | null): string | undefined {
  const known = /^(\*\/\*|application\/json(;\s*jpeg)?|image\/(png|jpeg|webp))$/i;
  return accept !== null && known.test(accept) ? accept : undefined;
}
