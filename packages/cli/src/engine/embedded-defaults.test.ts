import { assertScreening } from '@shoji/core/generation';
import { completeConfig, engineOf } from '@shoji/edge-proxy';
import { sharpCodec } from '@shoji/pixels';
import { expect, it } from 'vitest';
import { embeddedDefaults } from './embedded-defaults.ts';

it('the embedded default is an engine that a server starts with', () => {
  const engine = engineOf(completeConfig({}, embeddedDefaults()), sharpCodec());
  expect(() => assertScreening(engine)).not.toThrow();
  const checks = [...engine.rules, ...engine.classifiers, ...engine.moderators].map(({ name }) => name);
  expect(checks).toEqual(['rules', 'embedded-prompt', 'embedded-image', 'embedded-faces']);
});
