import type { ShojiConfig } from '@shoji/edge-proxy';

/** In milliseconds. On a busy machine a first check may take longer than a preset allows, and then fails. */
export const PATIENT = { classify: 120_000, generate: 300_000, moderate: 120_000, total: 480_000 };

/** The embedded default under a preset, with the time that a busy machine needs. */
export function patiently(preset: 'strict' | 'standard'): ShojiConfig {
  return { policy: { extends: preset, name: preset, deadlines: PATIENT } };
}
