import type { ComponentChildren } from 'preact';
import { useScreen } from '../context.ts';

/** The empty state: an introduction and example prompts. @param drawing Decoration, on surfaces with room for it. */
export function EmptyState({ drawing }: { drawing: ComponentChildren }) {
  const { screen, focusPrompt, t } = useScreen();
  return (
    <div class="empty">
      {drawing}
      <div class="empty__text">
        <h3 class="empty__title">{t.empty.title}</h3>
        <p class="empty__body">{t.empty.body}</p>
        <p class="label" id="examples">
          {t.empty.try}
        </p>
        <ul class="empty__examples" aria-labelledby="examples">
          {t.empty.examples.map((example) => (
            <li key={example}>
              <button
                type="button"
                class="button button--example"
                onClick={() => {
                  screen.fill({ prompt: example });
                  focusPrompt();
                }}
              >
                {example}
              </button>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
