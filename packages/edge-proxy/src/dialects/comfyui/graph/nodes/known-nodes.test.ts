import { expect, it } from 'vitest';
import type { ObjectInfo } from '../types.ts';
import { COMFY_NODES, schemaOf } from './known-nodes.ts';

it('has the classes of ComfyUI with the types of their inputs', () => {
  const sampler = schemaOf('KSampler');
  expect(sampler).toMatchObject({ outputs: ['LATENT'], isOutput: false, standard: true });
  expect(sampler?.inputs.get('cfg')).toBe('FLOAT');
  expect(sampler?.inputs.get('negative')).toBe('CONDITIONING');
  expect(schemaOf('SaveImage')).toMatchObject({ outputs: [], isOutput: true });
  expect(COMFY_NODES.size).toBeGreaterThan(400);
});

it('has no input with an empty name or type', () => {
  const odd = [...COMFY_NODES].filter(([, { inputs }]) => [...inputs].flat().includes(''));
  expect(odd).toEqual([]);
});

it('has the reroute, which is no class of the server', () => {
  expect(schemaOf('Reroute')).toEqual({ inputs: new Map(), outputs: ['*'], isOutput: false, standard: true });
});

it('prefers the server’s description, and has no other classes', () => {
  const own = { inputs: new Map(), outputs: ['IMAGE'], isOutput: true, standard: false };
  const info: ObjectInfo = new Map([['KSampler', own]]);
  expect(schemaOf('KSampler', info)).toBe(own);
  expect(schemaOf('SaveImage', info)).toBe(COMFY_NODES.get('SaveImage'));
  expect(schemaOf('Unknown', info)).toBeUndefined();
});
