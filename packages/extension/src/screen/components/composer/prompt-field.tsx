import { useId } from 'preact/hooks';
import { complaintsOf } from '../../state/settings.ts';
import { useScreen } from '../context.ts';
import { LintedText, MarkedText, spansOf } from '../marked-text.tsx';
import { Concerns } from './concerns.tsx';

/** The prompt field. Words that the last answer named stay marked as long as the text is the one that was judged. */
export function PromptField({ onSubmit }: { onSubmit: () => void }) {
  const { screen, anchors, t } = useScreen();
  const id = useId();
  const { prompt } = screen.settings.value;
  const run = screen.current.value;
  const judged = run && run.input.prompt === prompt ? run : undefined;
  const missing = screen.complaining.value && complaintsOf(screen.settings.value).prompt;
  const refused = judged?.phase === 'refused';
  return (
    <div class="field">
      <label class="label" for={id}>
        {t.form.prompt}
      </label>
      <div class="prompt">
        <div class="prompt__mirror" aria-hidden="true">
          {judged && spansOf(judged).length > 0 ? (
            <MarkedText text={prompt} spans={spansOf(judged)} />
          ) : (
            <LintedText text={prompt} marks={screen.linting.marks.value} />
          )}
          {/* An empty last line would have no height. */}
          {'\u200b'}
        </div>
        <textarea
          id={id}
          ref={anchors.prompt}
          class="prompt__input"
          rows={3}
          maxLength={10_000}
          placeholder={t.form.promptPlaceholder}
          value={prompt}
          aria-invalid={missing || refused}
          aria-describedby={missing ? `${id}-missing` : refused ? 'refusal-reasons' : `${id}-concerns`}
          onInput={(event) => {
            // Not on `compositionstart`: some input methods never fire it.
            screen.linting.composing.value = event.isComposing;
            screen.change({ prompt: event.currentTarget.value });
          }}
          onCompositionEnd={() => {
            screen.linting.composing.value = false;
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
            event.preventDefault();
            onSubmit();
          }}
        />
      </div>
      <Concerns id={`${id}-concerns`} hidden={judged !== undefined} />
      {missing && (
        <p id={`${id}-missing`} class="complaint" role="alert">
          {t.form.promptMissing}
        </p>
      )}
    </div>
  );
}
