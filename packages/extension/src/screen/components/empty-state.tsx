import { useScreen } from './context.ts';
import { ShojiDrawing } from './shoji-drawing.tsx';

/** Before the first picture: what this is, and something to begin with. */
export function EmptyState() {
  const { screen, anchors, t } = useScreen();
  return (
    <div class="empty">
      <ShojiDrawing />
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
                  screen.change({ prompt: example });
                  anchors.prompt.current?.focus();
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
