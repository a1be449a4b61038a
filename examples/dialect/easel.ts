/**
 * The dialect of "Easel", a small image server made up for this example:
 *
 * `POST /easel/paint` takes `{ "subject", "avoid", "width", "height", "reference" }` and answers `{ "image", "seed" }`.
 * `GET /easel/styles` answers the names of its styles. An error is `{ "problem" }`.
 */
import {
  answerJson,
  type Call,
  field,
  fieldOf,
  inputPictures,
  mergedInto,
  openFields,
  passGet,
  pictureSlots,
  type Refusal,
  type Route,
  readFields,
  readJson,
  readJsonAnswer,
  requestTexts,
  screenedJson,
  settledPictures,
  shape,
  textSlots,
  typedFields,
  type UnknownFields,
  type Upstream,
  type UpstreamClient,
  upstreamClient,
  verdictField,
  verdictHeaders,
} from '@shoji/edge-proxy/dialect';

export interface EaselOptions extends UnknownFields {
  /** The server's address, e.g. `http://127.0.0.1:9000`. */
  readonly url: string;
  /** A key for the server, in place of the one that the client sends. */
  readonly key?: string;
}

/** Every field that may reach the server, with its role. Fields that are not listed are dropped. */
const FIELDS = {
  subject: field.prompt,
  avoid: field.negative,
  width: field.number,
  height: field.number,
  style: field.name,
  reference: field.picture,
};

/** Fields of the server's answers that may leave, beside the image. */
const PAINTED = shape.record({ seed: shape.number });
const STYLES = shape.list(shape.word(64), 100);
const PROBLEM = shape.record({ problem: shape.prose(500) });

/** Puts Easel behind the screen. */
export function easel({ url, key, unknown }: EaselOptions): Upstream {
  const server = upstreamClient(url, key === undefined ? undefined : `Bearer ${key}`);
  return {
    name: 'easel',
    owns: (path) => path === '/easel' || path.startsWith('/easel/'),
    routes: [
      paint(server, unknown),
      passGet(server, { path: '/easel/styles', answer: STYLES, errors: PROBLEM }),
    ],
    refuse,
  };
}

function paint(server: UpstreamClient, unknown: UnknownFields['unknown']): Route {
  const path = '/easel/paint';
  const table = openFields(FIELDS, {});
  const answer = async (call: Call): Promise<Response> => {
    const read = readFields(await readJson(call.request, call.maxBodyBytes), table, { unknown });
    const { subject, width, height } = typedFields(read);
    const { prompts, negatives, names } = requestTexts(read);
    let made: Awaited<ReturnType<typeof readJsonAnswer>> | undefined;
    const settled = await settledPictures(
      call,
      {
        upstream: 'easel',
        request: {
          prompt: typeof subject === 'string' ? subject : '',
          otherPrompts: prompts.filter((text) => text !== subject),
          names,
          otherNegativePrompts: negatives,
          width: typeof width === 'number' ? width : 512,
          height: typeof height === 'number' ? height : 512,
        },
        inputs: inputPictures(pictureSlots(read), 'grey'),
        dropped: read.dropped,
        // One image per call; a failed image is not generated again.
        regenerates: false,
        make: async (request, pictures, signal) => {
          const merged = mergedInto(textSlots(read, 'negative'), request.otherNegativePrompts);
          const body = screenedJson(read, { prompt: request.prompt, negatives: merged, pictures });
          made = await readJsonAnswer(
            await server.send({ method: 'POST', path, body }, { ...call, signal }),
            PROBLEM,
          );
          return made.pictures((value) => [fieldOf(value, 'image')]);
        },
      },
      'error',
    );
    const [image] = settled.pictures;
    return answerJson(
      {
        ...made?.screened(PAINTED).fields,
        ...(image && { image }),
        shoji: verdictField(settled.verdict),
      },
      { headers: verdictHeaders(settled.verdict) },
    );
  };
  return { method: 'POST', path, answer };
}

/** Reports in Easel's error format that there is no image. */
function refuse({ status, message, verdict }: Refusal): Response {
  return answerJson({ problem: message, ...(verdict && { shoji: verdictField(verdict) }) }, { status });
}
