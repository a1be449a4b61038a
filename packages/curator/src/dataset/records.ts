import { CATEGORIES, type Finding } from '@shoji/core';
import type { CheckFailure } from '@shoji/core/vocabulary';
import { z } from 'zod';

const finding = z.object({
  category: z.enum(CATEGORIES),
  label: z.string(),
  score: z.number().min(0).max(1),
});

/** One moderator's answer about one image. */
const check = z.object({
  check: z.string(),
  findings: z.array(finding),
  illustrated: z.number().min(0).max(1).optional(),
  model: z.string().optional(),
  usage: z.array(z.object({ item: z.string(), quantity: z.number() })).optional(),
  /** The `CheckFailure` of a failed check; then `findings` is empty. */
  failed: z.string().optional(),
});

/** The record of one content, independent of its names: `hash` is the SHA-256 of the bytes in hexadecimal. */
const picture = z.object({
  type: z.literal('picture'),
  hash: z.string(),
  width: z.int().optional(),
  height: z.int().optional(),
  /** For near duplicates; see fingerprint.ts. Absent when the picture has too little contrast to be compared. */
  fingerprint: z.string().optional(),
  /** The reason why the bytes cannot be judged; final, because the same bytes will not change. */
  problem: z.object({ code: z.string(), message: z.string() }).optional(),
  checks: z.array(check),
});

const file = z.object({ type: z.literal('file'), path: z.string(), version: z.string(), hash: z.string() });

/** The screening result of one prompt; `key` is a hash of text, checks and policy, so that the text is not stored. */
const prompt = z.object({
  type: z.literal('prompt'),
  key: z.string(),
  decision: z.enum(['allow', 'warn', 'reject']),
  findings: z.array(finding.extend({ check: z.string() })),
  usage: z.array(z.object({ item: z.string(), quantity: z.number() })),
});

/**
 * A file that an action was about to remove from the set, and why; written before the action, so that a kill loses no
 * record.
 */
const acted = z.object({
  type: z.literal('acted'),
  path: z.string(),
  action: z.enum(['quarantine', 'delete']),
  status: z.enum(['blur', 'withhold', 'unchecked']),
  hash: z.string().optional(),
  reasons: z.array(finding.extend({ check: z.string() })),
  message: z.string().optional(),
});

const header = z.object({ type: z.literal('shoji-dataset'), format: z.literal(1), source: z.string() });

/** One line of a manifest. */
export const recordSchema = z.discriminatedUnion('type', [header, file, picture, prompt, acted]);
/** The schema of each kind of line but the first. */
export const schemas = { picture, file, prompt, acted };

export type CheckRecord = z.infer<typeof check>;
export type PictureRecord = z.infer<typeof picture>;
export type FileRecord = z.infer<typeof file>;
export type PromptRecord = z.infer<typeof prompt>;
export type ActedRecord = z.infer<typeof acted>;
export type ManifestRecord = z.infer<typeof recordSchema>;

/** A moderator's findings in core's form. */
export function findingsOf({ check, findings }: CheckRecord): Finding[] {
  return findings.map((each) => ({ check, ...each }));
}

/** Whether the answer is final: the moderator answered, or cannot read such a picture. */
export function isSettled({ failed }: CheckRecord): boolean {
  const final: CheckFailure = 'invalid-input';
  return failed === undefined || failed === final;
}
