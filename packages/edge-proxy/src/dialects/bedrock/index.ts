import { type AwsOptions, SDK_PATIENCE_MS } from '@shoji/aws/client';
import { GenerationError } from '@shoji/core';
import { isSignedFor, isSignedWith } from '../../access/sigv4.ts';
import type { BlockMode } from '../../dialect-kit/call/call.ts';
import { invokeModel } from '../../dialect-kit/client/aws-runtime.ts';
import { type FieldOptions, openFields } from '../../dialect-kit/fields/open-fields.ts';
import { type PictureCall, settledPictures } from '../../dialect-kit/screening/moderate-pictures.ts';
import { Blocked, verdictField, verdictHeaders } from '../../dialect-kit/screening/verdict.ts';
import { type Answer, answerJson } from '../../dialect-kit/serving/answer-json.ts';
import type { Route, Upstream } from '../../dialect-kit/serving/upstream.ts';
import { BodyError } from '../../wire/body-error.ts';
import { readJson } from '../../wire/read-body.ts';
import { readBytes } from '../../wire/read-bytes.ts';
import { readJsonAsk } from '../sagemaker/ask.ts';
import { answerWith, filtered, filterReason, type Made, readMade } from './answer.ts';
import { FIELDS, familyOf, MODEL, MODEL_PROMPT } from './fields.ts';
import { refuse } from './refusal.ts';

/** How Bedrock is reached. The AWS SDK's own settings for a Region and credentials also apply. */
export interface BedrockUpstreamOptions
  extends Pick<AwsOptions, 'region' | 'credentials' | 'endpointUrl'>,
    FieldOptions {
  /** `native` when left out: `finish_reasons`, as Stability's models filter themselves. `error` is a ValidationException. */
  readonly blocked?: BlockMode;
}

/** The model's own filter withheld its picture. */
class FilteredError extends GenerationError {
  readonly reason: string;

  constructor(reason: string) {
    super('generator_rejected', 'The model’s own filter withheld the picture.');
    this.reason = reason;
  }
}

/**
 * Amazon Bedrock's InvokeModel with Stability's models.
 *
 * Routes: InvokeModel. Prompts: `prompt`, `text_prompts`. Negative prompt: `negative_prompt`, or a text of weight -1.
 * Pictures leave as `images` or `artifacts`. Blocked: `finish_reasons`. Calls are signed anew with the operator's
 * credentials; where the proxy has keys, the client signs with one as its secret.
 */
export function bedrockRuntime(options: BedrockUpstreamOptions = {}): Upstream {
  const invoke = invokeModel(options);
  const mode = options.blocked ?? 'native';
  const table = openFields(FIELDS, options);

  const invocation: Route['answer'] = async (call) => {
    const model = String(call.params.model);
    if (!MODEL.test(model))
      throw new BodyError(
        400,
        `Only Stability's models make pictures that can be screened here, not ${model}.`,
      );
    const ask = readJsonAsk(await readJson(call.request, call.maxBodyBytes), 'application/json', {
      table,
      names: [model],
      unknown: options.unknown,
    });
    const family = familyOf(model);
    let made: Made | undefined;
    let attempt = 0;
    const asked: PictureCall = {
      upstream: 'bedrock',
      request: ask.request,
      inputs: ask.inputs,
      dropped: ask.dropped,
      limits: { prompt: MODEL_PROMPT },
      regenerates: ask.request.n === 1,
      patienceMs: SDK_PATIENCE_MS,
      make: async (request, inputs, signal) => {
        const body = ask.body(request, inputs, ++attempt);
        made = await readMade(
          await invoke({ name: model, body, accept: 'application/json' }, signal),
          family,
        );
        const own = made.reasons.find((reason) => typeof reason === 'string' && reason !== 'SUCCESS');
        // A picture that the model's own filter withheld is not broken: the client gets the model's own reason.
        if (made.images.length === 0 && typeof own === 'string') throw new FilteredError(own);
        return made.images;
      },
    };
    const json = (body: Answer, headers: Record<string, string>) =>
      answerJson(body, { headers: { ...headers, 'Cache-Control': 'no-store' } });
    try {
      const { pictures, verdict } = await settledPictures(call, asked, mode);
      const body = { ...answerWith(pictures, verdict, made, family), shoji: verdictField(verdict) };
      return json(body, verdictHeaders(verdict));
    } catch (error) {
      if (error instanceof FilteredError) return json(filtered(error.reason, family), {});
      // A request that could not be checked may be sent again, or must be changed first: the refusal says which.
      const refused = error instanceof Blocked && error.reason.unchecked && error.reason.what !== 'picture';
      if (!(error instanceof Blocked) || mode !== 'native' || refused) throw error;
      const { reason, verdict } = error;
      const said = filterReason(verdict, reason.what, reason.unchecked);
      return json({ ...filtered(said, family), shoji: verdictField(verdict) }, verdictHeaders(verdict));
    }
  };

  return {
    name: 'bedrock',
    http2: true,
    owns: (path) => path.startsWith('/model/'),
    routes: [{ method: 'POST', path: '/model/{model}/invoke', answer: invocation }],
    refuse,
    admits: async (request, keys, maxBodyBytes) =>
      isSignedFor(request, 'bedrock') &&
      isSignedWith(request, await readBytes(request, maxBodyBytes), 'bedrock', keys),
  };
}
