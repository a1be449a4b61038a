import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import { useScreen } from './context.ts';

/** A field for the proxy's key. @param onUse Called when the key is set. */
export function KeyForm({ onUse }: { onUse: () => void }) {
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
        {t.failure.keyHints[screen.keyKept()]}
      </p>
    </form>
  );
}
