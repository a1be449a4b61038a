import type { RefObject } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { replaceText } from '../../prompt/replace-text.ts';
import { roomOf } from '../../prompt/room.ts';
import { useScreen } from '../context.ts';
import { LintedText, MarkedText, spansOf } from '../marked-text.tsx';
import { Concerns } from './concerns.tsx';
import { hasRoomLine, RoomLine } from './room-line.tsx';

/** The prompt field. Words that the last answer named stay marked as long as the text is the one that was judged. */
export function PromptField({ onSubmit }: { onSubmit: () => void }) {
  const { screen, anchors, takeFocus, t } = useScreen();
  const id = useId();
  const { prompt } = screen.settings.value;
  const run = screen.current.value;
  const judged = run && run.input.prompt === prompt ? run : undefined;
  const complaint = screen.complaints.value.prompt;
  const missing = screen.complaining.value && complaint === 'missing';
  const refused = judged?.phase === 'refused';
  const room = roomOf(prompt, screen.limits.value.prompt);
  const about = missing ? `${id}-missing` : refused ? 'refusal-reasons' : `${id}-concerns`;
  useText(anchors.prompt, prompt, screen.replaced.peek()?.form.prompt);
  useLayoutEffect(() => {
    if (takeFocus()) anchors.prompt.current?.focus();
  }, [anchors, takeFocus]);
  return (
    <div class="field">
      <label class="label" for={id}>
        {t.form.prompt}
      </label>
      <div class="prompt">
        <div class="prompt__mirror" dir="auto" aria-hidden="true">
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
          dir="auto"
          rows={3}
          placeholder={t.form.promptPlaceholder}
          aria-invalid={missing || refused || complaint === 'too-long'}
          aria-describedby={hasRoomLine(room) ? `${id}-room ${about}` : about}
          onInput={(event) => {
            // Not on `compositionstart`: some input methods never fire it.
            screen.linting.composing.value = event.isComposing;
            screen.type(event.currentTarget.value, event.inputType === 'historyUndo');
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
      <RoomLine id={`${id}-room`} room={room} />
      <Replaced />
      <Concerns id={`${id}-concerns`} hidden={judged !== undefined} />
      {missing && (
        <p id={`${id}-missing`} class="complaint" role="alert">
          {t.form.promptMissing}
        </p>
      )}
    </div>
  );
}

/**
 * Writes the prompt into its field where the field has another text. The field is not a controlled one, because
 * assigning to `value` clears the browser's undo history.
 * @param replaced The text that the prompt replaced, so that undo finds it also in a field that is drawn later.
 */
function useText(field: RefObject<HTMLTextAreaElement | null>, prompt: string, replaced: string | undefined) {
  const drawn = useRef(false);
  useLayoutEffect(() => {
    const element = field.current;
    if (!element) return;
    if (!drawn.current) element.value = replaced ?? prompt;
    drawn.current = true;
    if (element.value !== prompt) replaceText(element, prompt);
  });
}

/** Says what was filled in to vary a picture, and offers the form back that something else than typing has replaced. */
function Replaced() {
  const { screen, focusPrompt, t } = useScreen();
  const started = screen.started.value;
  // The picture may have been removed by its own button.
  const undoable = screen.replaced.value && !(started && !screen.settings.value.image);
  return (
    <div role="status">
      {screen.varied.value !== undefined && <p class="hint">{t.form.varied(screen.varied.value)}</p>}
      {undoable && (
        <p class="hint prompt__replaced">
          {started ? t.form.started : t.form.replaced}{' '}
          <button
            type="button"
            class="link"
            onClick={() => {
              screen.undoFill();
              focusPrompt();
            }}
          >
            {t.form.undo}
          </button>
        </p>
      )}
    </div>
  );
}
