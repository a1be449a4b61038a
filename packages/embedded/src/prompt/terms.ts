import { readFileSync, unwatchFile, watchFile } from 'node:fs';
import { type PromptRules, parseTermList, type RulesOptions, rules } from '@shoji/core';

export interface FileRulesOptions extends Omit<RulesOptions, 'terms'> {
  /** How often the file is looked at, in milliseconds; 1,000 when not given. */
  readonly everyMs?: number;
  /** Told when a change cannot be read; the list before it stays in force. */
  readonly onError?: (cause: unknown) => void;
}

/**
 * Rules with an operator's list of terms from a file, read again whenever it changes. See `parseTermList` for its
 * format. Watching does not keep the process alive.
 * @throws TermListError, or the file system's error, when the list cannot be read at the start.
 */
export function rulesFromFile(file: string, options: FileRulesOptions = {}): PromptRules & { close(): void } {
  const { everyMs = 1_000, onError, ...rest } = options;
  const read = () => rules({ ...rest, terms: parseTermList(readFileSync(file, 'utf8')) });
  let current = read();
  const changed = () => {
    try {
      current = read();
    } catch (cause) {
      onError?.(cause);
    }
  };
  watchFile(file, { interval: everyMs, persistent: false }, changed);
  return {
    name: current.name,
    get covers() {
      return current.covers;
    },
    match: (prompt) => current.match(prompt),
    close: () => unwatchFile(file, changed),
  };
}
