import { readFileSync, unwatchFile, watchFile } from 'node:fs';
import { type PromptRules, rules } from '@shoji/core';
import { parseTermList, type RulesOptions } from '@shoji/core/text';

export interface FileRulesOptions extends Omit<RulesOptions, 'terms'> {
  /** Interval at which the file is checked for changes, in milliseconds; 1,000 when not given. */
  readonly everyMs?: number;
  /** Called when a changed file cannot be read; the previous list stays in force. */
  readonly onError?: (cause: unknown) => void;
}

/**
 * Rules with a list of terms from a file, which is read again when it changes. `parseTermList` documents the format.
 * Watching the file does not keep the process alive.
 * @throws TermListError, or the error of the file system, when the list cannot be read at the start.
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
