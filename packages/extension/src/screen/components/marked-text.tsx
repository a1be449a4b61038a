import { segmentsOf } from '../prompt/marks.ts';
import type { Run } from '../state/run.ts';

/** A prompt with the matched words marked. */
export function MarkedText({ text, spans }: { text: string; spans: readonly (readonly [number, number])[] }) {
  return (
    <>
      {segmentsOf(text, spans).map((segment, index) =>
        segment.marked ? <mark key={index}>{segment.text}</mark> : segment.text,
      )}
    </>
  );
}

/** The spans that a run's warnings about the prompt name. */
export function spansOf({ warnings }: Run): (readonly [number, number])[] {
  return warnings.flatMap(({ span, image }) => (span && image === undefined ? [span] : []));
}
