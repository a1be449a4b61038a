import { useLayoutEffect, useRef } from 'preact/hooks';
import { useScreen } from '../context.ts';
import { AgainIcon, EditIcon } from '../icons.tsx';

/**
 * The form in one line, above its results in a small window: the prompt, and buttons to go on from it.
 * @param focused Whether the unfolded form had the focus; then a button of this line takes it. Known only after its
 * fields are gone.
 */
export function FoldedForm({ focused }: { focused: { readonly current: boolean } }) {
  const { screen, focusPrompt, t } = useScreen();
  const edit = useRef<HTMLButtonElement>(null);
  const input = screen.current.value?.input;
  useLayoutEffect(() => {
    if (focused.current) edit.current?.focus();
  }, [focused]);
  return (
    <div class="folded">
      <p class="folded__prompt" title={screen.settings.value.prompt}>
        <span class="unseen">{t.results.forPrompt} </span>
        <bdi>{screen.settings.value.prompt}</bdi>
      </p>
      {screen.running.value ? (
        <button type="button" class="button" onClick={screen.cancel}>
          {t.form.cancel}
        </button>
      ) : (
        <button
          type="button"
          class="button button--icon"
          aria-label={t.results.regenerate}
          title={t.results.regenerate}
          onClick={() => input && screen.regenerate(input)}
        >
          <AgainIcon />
        </button>
      )}
      <button ref={edit} type="button" class="button folded__edit" onClick={focusPrompt}>
        <EditIcon />
        {t.form.edit}
      </button>
    </div>
  );
}
