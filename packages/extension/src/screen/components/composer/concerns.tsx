import { applied } from '../../prompt/applied.ts';
import { markedWords } from '../../prompt/marks.ts';
import type { Concern } from '../../state/lint.ts';
import { hintOf, promptReason } from '../../text/reasons.ts';
import { useScreen } from '../context.ts';
import { InfoIcon, WarnIcon, WithheldIcon } from '../icons.tsx';

/**
 * Concerns of the lint about the prompt as typed, each with a hint for rewording.
 * @param hidden Set while the last answer already reports on the same text.
 */
export function Concerns({ id, hidden }: { id: string; hidden: boolean }) {
  const { screen } = useScreen();
  const concerns = hidden ? [] : screen.linting.concerns.value;
  return (
    <div id={id} role="status">
      {concerns.length > 0 && (
        <ul class="concerns">
          {concerns.map((concern) => (
            <ConcernItem key={`${concern.category} ${concern.decision}`} concern={concern} />
          ))}
        </ul>
      )}
    </div>
  );
}

function ConcernItem({ concern }: { concern: Concern }) {
  const { screen, t } = useScreen();
  const { category, decision, spans } = concern;
  const words = markedWords(screen.settings.value.prompt, spans);
  const whole = spans.length === 0;
  const Icon = whole ? InfoIcon : decision === 'reject' ? WithheldIcon : WarnIcon;
  return (
    <li class={`concern ${whole ? '' : `concern--${decision}`}`}>
      <Icon />
      <p>
        <strong>
          {words.length > 0 && t.quoted(words) + t.gap}
          {whole ? t.lint.whole[decision] : t.lint.word[decision]}
        </strong>
        {t.gap}
        {promptReason(t, category)}
        {t.gap}
        <span class="concern__hint">{hintOf(t, category)}</span>
      </p>
      <Rewordings concern={concern} />
    </li>
  );
}

/** Words to choose from, each one press; the text comes back by Undo and by Ctrl+Z. */
function Rewordings({ concern }: { concern: Concern }) {
  const { screen, focusPrompt, t } = useScreen();
  const { prompt } = screen.settings.value;
  const rewordings = screen.linting.rewordingsOf(concern);
  const [span] = concern.spans;
  if (!span || rewordings.length === 0) return null;
  const before = prompt.slice(...span);
  return (
    <p class="concern__choices">
      {t.lint.instead}
      {rewordings.map((rewording) => (
        <button
          key={rewording.word}
          type="button"
          class="button button--small"
          aria-label={rewording.word ? t.lint.use(rewording.word, before) : t.lint.leaveOutWord(before)}
          onClick={() => {
            screen.fill({ prompt: applied(prompt, rewording) });
            focusPrompt();
          }}
        >
          {rewording.word || t.lint.leaveOut}
        </button>
      ))}
    </p>
  );
}
