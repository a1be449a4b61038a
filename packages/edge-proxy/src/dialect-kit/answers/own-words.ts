import { replaceLiteral } from '@shoji/core/text';

/** A text that went to the server in place of the client's. */
export interface Replaced {
  readonly sent: string;
  readonly typed: string;
}

/**
 * Puts what a server says back into the client's words: each text that was sent becomes the one that was typed, as it
 * is and inside of a quoted string. Longer texts come first, because one may hold another.
 * @param label What the server writes before such a text, and what goes with it where the client typed none.
 */
export function ownWords(replaced: readonly Replaced[], label = ''): (text: string) => string {
  const longestFirst = replaced
    .filter(({ sent, typed }) => sent !== '' && sent !== typed)
    .toSorted((a, b) => b.sent.length - a.sent.length);
  return (text) =>
    longestFirst.reduce((own, { sent, typed }) => {
      const bare = typed === '' ? replaceLiteral(own, label + sent, '') : own;
      return replaceLiteral(replaceLiteral(bare, sent, typed), quoted(sent), quoted(typed));
    }, text);
}

/** A text as JSON writes it between its quotes. */
function quoted(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}
