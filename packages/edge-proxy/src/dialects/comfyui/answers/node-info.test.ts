import { afterEach, beforeEach, expect, it } from 'vitest';
import { BANNED } from '../../../testing/engine.ts';
import { json, startRecorder, type UpstreamServer } from '../../../testing/recorder.ts';
import { comfyAt, getOf } from '../comfy.test-helper.ts';
import { tellNode } from './node-info.ts';

const NODE = { name: 'A (node)', display_name: 'A node', category: 'image', output_node: true };

let server: UpstreamServer;
let answer: unknown;
beforeEach(async () => {
  answer = { 'A (node)': { ...NODE, secret: 'not in the table' } };
  server = await startRecorder((_, response) => json(response, answer));
});
afterEach(() => server.close());

const told = async (name?: string) =>
  (
    await tellNode(comfyAt(server.url), getOf('/object_info', name === undefined ? {} : { params: { name } }))
  ).json();

it('asks for the class by its encoded name, and returns the fields that the table names', async () => {
  expect(await told('A (node)')).toEqual({ 'A (node)': NODE });
  expect(server.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'GET /object_info/A%20(node)',
  ]);
});

it('keeps a slash in a name from becoming another path', async () => {
  await told('a/../queue');
  expect(server.requests[0]?.path).toBe('/object_info/a%2F..%2Fqueue');
});

it('without a name asks for a class of an empty name', async () => {
  await told();
  expect(server.requests[0]?.path).toBe('/object_info/');
});

it('sends no name that the policy refuses', async () => {
  await expect(told(BANNED)).rejects.toThrow('refuses');
  expect(server.requests).toEqual([]);
});
