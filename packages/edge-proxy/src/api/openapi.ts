import { createRoute, OpenAPIHono, type z } from '@hono/zod-openapi';
import * as mini from 'zod/mini';
import { generationAnswer, moderationAnswer, policyAnswer, problemContent } from './answers.ts';
import { generationRequest, moderationRequest } from './requests.ts';

const VERSION = '1';

const requests = {
  GenerationRequest: { schema: generationRequest, example: { prompt: 'a dog in a suit', n: 2, seed: 7 } },
  ModerationRequest: {
    schema: moderationRequest,
    example: { input: [{ type: 'text', text: 'a dog in a suit' }] },
  },
};

const routes = [
  createRoute({
    method: 'post',
    path: '/v1/generations',
    summary: 'Generate pictures, screened on the way in and out',
    description: 'With `Accept: text/event-stream` the answer is a stream of server-sent events.',
    request: { body: bodyOf('GenerationRequest') },
    responses: {
      200: { description: 'Screened pictures.', content: json(generationAnswer) },
      400: { description: 'The request is not valid.', content: problemContent },
      422: { description: 'The prompt was refused.', content: problemContent },
      503: { description: 'The prompt could not be checked, or the model is busy.', content: problemContent },
    },
  }),
  createRoute({
    method: 'post',
    path: '/v1/moderations',
    summary: 'Judge prompts and pictures without generating anything',
    request: { body: bodyOf('ModerationRequest') },
    responses: {
      200: { description: 'One result for each input, in the order given.', content: json(moderationAnswer) },
      400: { description: 'The request is not valid.', content: problemContent },
    },
  }),
  createRoute({
    method: 'get',
    path: '/v1/policy',
    summary: 'The policy as clients may see it, and the categories that no check covers',
    responses: { 200: { description: 'The policy.', content: json(policyAnswer) } },
  }),
];

/** The OpenAPI 3.1 document of the API. Takes tens of milliseconds, so it is made on demand. */
export function openApiDocument(): object {
  const app = new OpenAPIHono();
  app.openAPIRegistry.registerComponent('securitySchemes', 'key', { type: 'http', scheme: 'bearer' });
  for (const route of routes) app.openAPIRegistry.registerPath(route);
  const document = app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Shoji',
      version: VERSION,
      description: 'Image generation, screened on the way in and out. Errors are RFC 9457 problem details.',
    },
    security: [{ key: [] }],
  });
  const schemas = Object.entries(requests).map(([name, { schema, example }]) => {
    // The document declares the JSON Schema dialect, so the body's schema must not declare another.
    const { $schema: _, ...described } = mini.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' });
    return [name, { ...described, examples: [example] }];
  });
  return {
    ...document,
    components: {
      ...document.components,
      schemas: { ...document.components?.schemas, ...Object.fromEntries(schemas) },
    },
  };
}

function bodyOf(name: keyof typeof requests) {
  const schema = { $ref: `#/components/schemas/${name}` };
  return { required: true, content: { 'application/json': { schema } } };
}

function json<Schema extends z.ZodType>(schema: Schema) {
  return { 'application/json': { schema } };
}
