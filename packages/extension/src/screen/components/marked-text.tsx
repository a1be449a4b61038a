import { segmentsOf } from '../prompt/marks.ts';
import type { Run } from '../state/run.ts';

/** A prompt with `<mark>` around the matched words. */
export function MarkedText({ text, spans }: { text: string; spans: readonly (readonly [number, number])[] }) {
  return (
    <>
      {segmentsOf(text, spans).map((segment, index) =>
        segment.marked ? <mark key={index}>{segment.text}</mark> : segment.text,
      )}
    </>
  );
}

/** The prompt as typed, with the words underlined that the lint reports. */
export function LintedText({ text, marks }: { text: string; marks: readonly Mark[] }) {
  const grave = marks.filter(({ decision }) => decision === 'reject').map(({ span }) => span);
  let at = 0;
  return (
    <>
      {segmentsOf(
        text,
        marks.map(({ span }) => span),
      ).map((segment, index) => {
        const start = at;
        at += segment.text.length;
        if (!segment.marked) return segment.text;
        const isGrave = grave.some((span) => span[0] < at && span[1] > start);
        return (
          <mark key={index} class={isGrave ? 'lint lint--reject' : 'lint'}>
            {segment.text}
          </mark>
        );
      })}
    </>
  );
}

interface Mark {
  readonly decision: 'warn' | 'reject';
  readonly span: readonly [number, number];
}

/** Spans of a run's warnings about its prompt. */
export function spansOf({ warnings }: Pick<Run, 'warnings'>): (readonly [number, number])[] {
  return warnings.flatMap(({ span, image }) => (span && image === undefined ? [span] : []));
}
