import { styleText } from 'node:util';
import type { ImageDecision, PromptDecision } from '@shoji/core';
import type { Span } from '@shoji/core/vocabulary';
import Table from 'cli-table3';

/** Colours a decision where the terminal has colours; `styleText` honours NO_COLOR and pipes. */
export function colourOf(
  decision: PromptDecision | ImageDecision,
  unchecked: boolean,
): (text: string) => string {
  if (unchecked) return (text) => styleText(['bold', 'magenta'], text);
  if (decision === 'allow' || decision === 'clear') return (text) => styleText(['bold', 'green'], text);
  return (text) => styleText(['bold', decision === 'warn' || decision === 'blur' ? 'yellow' : 'red'], text);
}

/** The text with the spans (UTF-16 offsets) marked: inverse with colours, «so» without. */
export function markSpans(text: string, spans: readonly Span[]): string {
  const mark = (word: string) => {
    const styled = styleText('inverse', word);
    return styled === word ? `«${word}»` : styled;
  };
  let marked = '';
  let at = 0;
  for (const [start, end] of [...spans].sort((a, b) => a[0] - b[0])) {
    if (end <= at) continue;
    const from = Math.max(at, start);
    marked += printable(text.slice(at, from)) + mark(printable(text.slice(from, end)));
    at = end;
  }
  return marked + printable(text.slice(at));
}

/** The text without characters that move the cursor, colour the terminal or reverse the line. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]/gu, (control) => {
    const code = control.charCodeAt(0);
    return code < 0x20 ? String.fromCharCode(0x2400 + code) : '\uFFFD';
  });
}

/** Columns without lines, wide characters counted as wide. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const sides = ['top', 'bottom', 'left', 'right', 'mid', 'left-mid', 'right-mid', 'mid-mid'];
  const corners = ['top-mid', 'top-left', 'top-right', 'bottom-mid', 'bottom-left', 'bottom-right'];
  const lines = new Table({
    head: [...head],
    chars: { ...Object.fromEntries([...sides, ...corners].map((part) => [part, ''])), middle: '  ' },
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
  lines.push(...rows.map((row) => [...row]));
  return lines
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}
