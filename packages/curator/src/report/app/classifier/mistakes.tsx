import type { ReportMistakes } from '../../report-data.ts';
import { count } from '../text.ts';

interface MistakesProps {
  readonly check: string;
  readonly mistakes: ReportMistakes;
}

/** Prompts that a check got wrong. Closed at first, because prompts that test a filter can be offensive. */
export function Mistakes({ check, mistakes: { title, rows } }: MistakesProps) {
  if (rows.length === 0) return <p class="note">{`No ${title.split(',')[0]}.`}</p>;
  return (
    <details>
      <summary>{`${count(rows.length)} ${title}`}</summary>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: without focus nobody could scroll it by the keyboard */}
      <div class="scroll" role="group" aria-label={`${check}: ${title}`} tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">score</th>
              <th scope="col">labelled, taken for</th>
              <th scope="col">where</th>
              <th scope="col">prompt</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ score, labels, at, text }) => (
              <tr key={at}>
                <th scope="row">{score}</th>
                <td>{labels}</td>
                <td>{at}</td>
                <td class="prompt">
                  <bdi>{text}</bdi>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
