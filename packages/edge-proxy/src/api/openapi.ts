import * as wire from '@shoji/core/wire';
import * as z from 'zod/mini';

const VERSION = '1';

interface Described {
  readonly id: string;
  readonly description?: string;
  readonly examples?: readonly unknown[];
}

/** The names of schemas in the document; a schema that is part of another becomes a reference. */
const ANSWERS: readonly (readonly [z.ZodMiniType, Described])[] = [
  [wire.category, { id: 'Category', description: 'A newer server may name further categories.' }],
  [wire.finding, { id: 'Finding', description: '`span` is in UTF-16 offsets of the prompt as typed.' }],
  [wire.check, { id: 'Check', description: '`failed`: could not be checked. `skipped`: could not be read.' }],
  [wire.warning, { id: 'Warning', description: 'A reason for a person; clients localise it by `code`.' }],
  [wire.promptVerdict, { id: 'PromptVerdict' }],
  [
    wire.image,
    {
      id: 'Image',
      description:
        '`b64` is what may be shown, null when withheld. `original` is the image without the blur, only where the policy allows it.',
    },
  ],
  [wire.cost, { id: 'Cost', description: 'US dollars by the operator’s price table.' }],
  [
    wire.generationAnswer,
    { id: 'GenerationAnswer', description: '`decision` is the most severe of the images.' },
  ],
  [wire.problemAnswer, { id: 'Problem', description: 'RFC 9457 problem details.' }],
  [
    wire.moderationAnswer,
    {
      id: 'ModerationAnswer',
      description:
        '`unchecked`: a check failed, so not unsafe, but not known to be safe. `unreadable`: because of the input itself, so sending it again cannot help.',
    },
  ],
  [wire.generatorsAnswer, { id: 'Generators', description: '`choices` are the lists of the image server.' }],
  [
    wire.policyAnswer,
    {
      id: 'Policy',
      description:
        '`prompt` is null where the policy does not explain decisions. `uncovered`: categories that the policy restricts and no check can see; a client must not read null as none.',
    },
  ],
];

const REQUESTS: readonly (readonly [z.ZodMiniType, Described])[] = [
  [
    wire.generationRequest,
    { id: 'GenerationRequest', examples: [{ prompt: 'a dog in a suit', n: 2, seed: 7 }] },
  ],
  [wire.generatorsRequest, { id: 'GeneratorsRequest', examples: [{ use: 'comfyui-8188' }, { use: null }] }],
  [
    wire.moderationRequest,
    { id: 'ModerationRequest', examples: [{ input: [{ type: 'text', text: 'a dog in a suit' }] }] },
  ],
];

const invalid = problem('The request is not valid.');

const PATHS = {
  '/v1/generations': {
    post: {
      summary: 'Generate images; the prompt and the images are screened',
      description: 'With `Accept: text/event-stream` the answer is a stream of server-sent events.',
      requestBody: body('GenerationRequest'),
      responses: {
        200: answer('Screened images.', 'GenerationAnswer'),
        400: invalid,
        422: problem('The prompt was refused.'),
        503: problem('The prompt could not be checked, or the model is busy.'),
      },
    },
  },
  '/v1/moderations': {
    post: {
      summary: 'Judge prompts and images without generating anything',
      requestBody: body('ModerationRequest'),
      responses: {
        200: answer('One result for each input, in the order given.', 'ModerationAnswer'),
        400: invalid,
      },
    },
  },
  '/v1/generators': {
    get: {
      summary: 'The generator, and the models, samplers, schedulers and LoRAs that its server lists',
      responses: {
        200: answer('The generator.', 'Generators'),
        502: problem('The image server cannot be reached.'),
      },
    },
    post: {
      summary: 'Choose an offered image server as the generator',
      description:
        'Only on a proxy without keys on this machine, where `shoji serve` has found image servers; else 404.',
      requestBody: body('GeneratorsRequest'),
      responses: {
        200: answer('The generator.', 'Generators'),
        400: invalid,
        502: problem('The image server cannot be reached.'),
      },
    },
  },
  '/v1/policy': {
    get: {
      summary: 'The policy as clients may see it, and the categories that no check covers',
      responses: { 200: answer('The policy.', 'Policy') },
    },
  },
};

/** The OpenAPI 3.1 document of Shoji's API, made from the schemas of `@shoji/core/wire`. */
export function openApiDocument(): object {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Shoji',
      version: VERSION,
      description: 'Image generation with screened prompts and images. Errors are RFC 9457 problem details.',
    },
    security: [{ key: [] }],
    paths: PATHS,
    components: {
      securitySchemes: { key: { type: 'http', scheme: 'bearer' } },
      schemas: { ...schemasOf(ANSWERS, 'output'), ...schemasOf(REQUESTS, 'input') },
    },
  };
}

/** JSON Schemas by name, as components of a document: without `$id` and `$schema`. */
function schemasOf(described: readonly (readonly [z.ZodMiniType, Described])[], io: 'input' | 'output') {
  const registry = z.registry<{ id: string }>();
  for (const [schema, { id }] of described) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, {
    uri: (id) => `#/components/schemas/${id}`,
    unrepresentable: 'any',
    io,
    override: ({ jsonSchema }) => {
      if (io === 'input') return;
      // A later version may say more, and the defaults are those of a client that reads an older one.
      delete jsonSchema.additionalProperties;
      delete jsonSchema.default;
    },
  });
  const about = new Map(described.map(([, { id, ...rest }]) => [id, rest]));
  return Object.fromEntries(
    Object.entries(schemas).map(([id, { $id: _, $schema: __, ...schema }]) => [
      id,
      { ...about.get(id), ...schema },
    ]),
  );
}

function reference(name: string) {
  return { schema: { $ref: `#/components/schemas/${name}` } };
}

function body(name: string) {
  return { required: true, content: { 'application/json': reference(name) } };
}

function answer(description: string, name: string) {
  return { description, content: { 'application/json': reference(name) } };
}

function problem(description: string) {
  return { description, content: { 'application/problem+json': reference('Problem') } };
}
