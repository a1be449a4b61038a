import { readFileSync } from 'node:fs';
import { type LexiconTerm, parseTermList, TermListError } from '@shoji/core/text';
import { CliError } from '../../terminal/exit.ts';

/** @throws CliError when the file cannot be read. */
export function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new CliError(`${file} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}

/** @throws CliError when the list cannot be read, naming the line. */
export function readList(file: string): LexiconTerm[] {
  const text = readText(file);
  try {
    return parseTermList(text);
  } catch (cause) {
    if (cause instanceof TermListError) throw new CliError(`${file}: ${cause.message}`);
    throw cause;
  }
}
