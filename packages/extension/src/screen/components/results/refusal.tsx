import { markedWords } from '../../prompt/marks.ts';
import type { Run } from '../../state/run.ts';
import { hintsOf, sentencesOf } from '../../text/reasons.ts';
import { useScreen } from '../context.ts';
import { WithheldIcon } from '../icons.tsx';
import { spansOf } from '../marked-text.tsx';

/** A refused prompt: the reasons, hints for rewording, and a way back to the field. */
export function Refusal({ run }: { run: Run }) {
  const { focusPrompt, t } = useScreen();
  const sentences = sentencesOf(t, run.warnings);
  const words = markedWords(run.input.prompt, spansOf(run));
  const hints = hintsOf(t, run.warnings);
  return (
    <div class="panel panel--withhold">
      <h3 class="panel__title">
        <WithheldIcon />
        {t.refusal.title}
      </h3>
      <p>{t.refusal.body}</p>
      <div id="refusal-reasons">
        <h4 class="panel__subtitle">{t.refusal.reasons}</h4>
        <ul class="panel__list">
          {sentences.length === 0 && <li>{t.refusal.unexplained}</li>}
          {sentences.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
          {words.length > 0 && <li>{t.results.matched(words)}</li>}
        </ul>
      </div>
      {hints.length > 0 && (
        <div>
          <h4 class="panel__subtitle">{t.refusal.rewording}</h4>
          <ul class="panel__list">
            {hints.map((hint) => (
              <li key={hint}>{hint}</li>
            ))}
          </ul>
        </div>
      )}
      <button type="button" class="button" onClick={() => focusPrompt()}>
        {t.refusal.edit}
      </button>
    </div>
  );
}
