import { replaceLiteral } from '@shoji/core/text';

/** A text that went to the server in place of the client's. */
export interface Replaced {
  readonly sent: string;
  readonly typed: string;
}

/**
 * Restores the client's own texts in a server's message: each text that was sent becomes the one that was typed, also
 * inside a quoted string. Longer texts are replaced first, because one text may contain another.
 * @param label The label that the server writes before such a text; it is removed too where the client typed no text.
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
