import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { parse } from 'csv-parse';
import type { TrainingMode } from '../../aws/comprehend-training.ts';
import { ComprehendUsageError } from './errors.ts';
import { LABEL_DELIMITER, MAX_TRAINING_BYTES, TRAINING_LIMITS } from './limits.ts';

/** Lines that a message names; the others are counted. */
const SHOWN = 10;

/** A file for a training with Comprehend. */
export interface TrainingData {
  readonly file: string;
  readonly bytes: number;
  /** Hexadecimal. */
  readonly sha256: string;
  readonly documents: number;
  /** MULTI_LABEL where a text has several labels. */
  readonly mode: TrainingMode;
  /** Documents of each class. */
  readonly labels: ReadonlyMap<string, number>;
}

/**
 * Reads a file of labelled texts in Comprehend's format, as a stream: `label,text`, no header, UTF-8.
 * @throws ComprehendUsageError naming every line and class that Comprehend would refuse, or train badly with.
 */
export async function readTrainingData(file: string): Promise<TrainingData> {
  const hash = createHash('sha256');
  const read = { bytes: 0 };
  const problems: string[] = [];
  const labels = new Map<string, number>();
  let documents = 0;
  let several = false;
  const rows = parse({
    relax_column_count: true,
    skip_empty_lines: true,
    on_record: ([label = '', text = '', ...more]: string[], { lines }) => {
      const problem = problemOf(label, text, more.length);
      if (problem !== undefined) problems.push(`line ${lines}: ${problem}`);
      documents += 1;
      const names = label.split(LABEL_DELIMITER);
      several ||= names.length > 1;
      for (const name of names) labels.set(name, (labels.get(name) ?? 0) + 1);
      return null;
    },
  });
  try {
    await pipeline(utf8(file, hash, read), rows.resume());
  } catch (error) {
    throw new ComprehendUsageError(`${file}: ${unreadable(error)}`, { cause: error });
  }
  const mode = several ? 'MULTI_LABEL' : 'MULTI_CLASS';
  problems.push(...problemsOfSet(mode, documents, labels, read.bytes));
  if (problems.length > 0) {
    const shown = problems.slice(0, SHOWN).map((problem) => `${file}: ${problem}`);
    const more = problems.length - shown.length;
    throw new ComprehendUsageError(
      [
        ...shown,
        ...(more > 0 ? [`… and ${more.toLocaleString('en-US')} more.`] : []),
        '`shoji classifier prepare` writes such a file: label,text, no header, balanced.',
      ].join('\n'),
    );
  }
  return { file, bytes: read.bytes, sha256: hash.digest('hex'), documents, mode, labels };
}

/**
 * The bytes of a file, which must be unchanged since it was validated.
 * @throws ComprehendUsageError at its end when it has changed, so that the uploaded data are the validated data.
 */
export async function* sameBytes({ file, sha256 }: TrainingData): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) {
    hash.update(chunk);
    yield chunk;
  }
  if (hash.digest('hex') !== sha256) {
    throw new ComprehendUsageError(
      `${file}: it has changed while it was being uploaded; run the command again.`,
    );
  }
}

async function* utf8(file: string, hash: Hash, read: { bytes: number }): AsyncGenerator<Buffer> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  for await (const chunk of createReadStream(file)) {
    hash.update(chunk);
    read.bytes += chunk.length;
    if (decoder.decode(chunk, { stream: true }).includes('\0')) throw new TypeError('it is not text');
    yield chunk;
  }
  decoder.decode();
}

function problemOf(label: string, text: string, more: number): string | undefined {
  if (label.startsWith('\uFEFF'))
    return 'it starts with a byte order mark, which would become part of a label';
  if (text === '' && more === 0) return 'it has one field instead of two, label and text';
  if (more > 0) return `it has ${more + 2} fields; a text with commas must be in quotes`;
  if (label.split(LABEL_DELIMITER).some((name) => name.trim() === '')) return 'the label is empty';
  return text.trim() === '' ? 'the text is empty' : undefined;
}

function problemsOfSet(
  mode: TrainingMode,
  documents: number,
  labels: ReadonlyMap<string, number>,
  bytes: number,
): string[] {
  const { classes, perClass, documents: least } = TRAINING_LIMITS[mode];
  const rare = [...labels].filter(([, count]) => count < perClass);
  return [
    ...(labels.size < 2
      ? [`it has ${labels.size === 1 ? '1 class' : 'no classes'}; at least 2 are needed`]
      : []),
    ...(labels.size > classes ? [`it has ${labels.size} classes; Comprehend allows ${classes}`] : []),
    ...rare.map(
      ([name, count]) => `class ${JSON.stringify(name)} has ${count} of at least ${perClass} texts`,
    ),
    ...(documents < least ? [`it has ${documents} of at least ${least} texts`] : []),
    ...(bytes > MAX_TRAINING_BYTES ? ['it is larger than 5 GB'] : []),
  ];
}

function unreadable(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOENT') return 'the file does not exist.';
  if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') return 'it is not UTF-8; convert it, e.g. with iconv.';
  return `it cannot be read (${error instanceof Error ? error.message : String(error)}).`;
}
