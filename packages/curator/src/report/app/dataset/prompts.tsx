import { useState } from 'preact/hooks';
import type { DatasetReport } from '../../report-data.ts';
import { statusText } from '../text.ts';

/** Prompts of the data set's own files, and what was decided on each. */
export function Prompts({ results }: { readonly results: DatasetReport['summary']['prompts'] }) {
  if (results.length === 0) return null;
  return (
    <>
      <h2>Prompts</h2>
      <table>
        <tbody>
          {results.map(({ path, field, text, decision, findings }) => (
            <tr key={`${path} ${field}`}>
              <td>
                <b class={decision}>{statusText(decision)}</b>
              </td>
              <td>{`${path}: ${field}`}</td>
              <td>
                {decision === 'allow' ? (
                  <bdi>{text}</bdi>
                ) : (
                  <Covered text={text} about={`${path}: ${field}`} />
                )}
              </td>
              <td>
                {findings
                  .map(({ category, score, check }) => `${category} ${score.toFixed(2)} (${check})`)
                  .join(', ')}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

/** A text that is not known to be harmless; covered, it is in no element. */
function Covered({ text, about }: { readonly text: string; readonly about: string }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        aria-pressed={open}
        aria-label={`${open ? 'Hide' : 'Reveal'} ${about}`}
        onClick={() => setOpen(!open)}
      >
        {open ? 'Hide' : 'Reveal'}
      </button>
      {open && <bdi>{` ${text}`}</bdi>}
    </>
  );
}
