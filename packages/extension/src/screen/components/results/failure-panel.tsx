import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import type { Failure, Run } from '../../state/run.ts';
import { useScreen } from '../context.ts';
import { FailureIcon, UncheckedIcon } from '../icons.tsx';

/** A failed run: what happened, that the form is kept, and a way to try again. */
export function FailurePanel({ run, failure }: { run: Run; failure: Failure }) {
  const { screen, anchors, t } = useScreen();
  const { title, body } = t.failures[failure.kind];
  // A failed check is no verdict on the prompt, so it is drawn differently.
  const unchecked = failure.kind === 'check-failed';
  const retry = () => {
    screen.retry(run.input);
    // The focused button disappears with this panel.
    anchors.generate.current?.focus();
  };
  return (
    <div class={`panel ${unchecked ? 'panel--unchecked' : 'panel--failure'}`}>
      <div role="alert">
        <h3 class="panel__title">
          {unchecked ? <UncheckedIcon /> : <FailureIcon />}
          {title}
        </h3>
        <p>
          {[
            body,
            failure.retryAfter !== undefined ? t.failure.retryAfter(failure.retryAfter) : '',
            t.failure.kept,
          ]
            .filter(Boolean)
            .join(t.gap)}
        </p>
      </div>
      {failure.detail && (
        <p class="panel__detail">
          {t.failure.serverSays} <span lang="en">{failure.detail}</span>
        </p>
      )}
      {failure.kind === 'unauthorised' ? (
        <KeyForm onUse={retry} />
      ) : (
        <button type="button" class="button" onClick={retry}>
          {t.failure.retry}
        </button>
      )}
    </div>
  );
}

function KeyForm({ onUse }: { onUse: () => void }) {
  const { screen, t } = useScreen();
  const id = useId();
  const typed = useSignal(screen.key.value);
  return (
    <form
      class="field"
      onSubmit={(event) => {
        event.preventDefault();
        screen.key.value = typed.value.trim();
        onUse();
      }}
    >
      <label class="label" for={id}>
        {t.failure.key}
      </label>
      <div class="joined">
        <input
          id={id}
          class="input"
          type="password"
          autocomplete="off"
          value={typed.value}
          aria-describedby={`${id}-hint`}
          onInput={(event) => {
            typed.value = event.currentTarget.value;
          }}
        />
        <button type="submit" class="button">
          {t.failure.useKey}
        </button>
      </div>
      <p id={`${id}-hint`} class="hint">
        {t.failure.keyHint}
      </p>
    </form>
  );
}
