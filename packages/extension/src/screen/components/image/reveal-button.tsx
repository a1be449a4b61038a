import type { GeneratedImage } from '../../client/events.ts';
import { useScreen } from '../context.ts';
import { useView } from './view.ts';

/** Reveals a blurred picture, on the picture, or hides it again. Nothing where the original may not be shown. */
export function RevealButton({ image, position }: { image: GeneratedImage; position: number }) {
  const { t } = useScreen();
  const { reveals } = useView();
  if (!reveals.has(image)) return null;
  const uncovered = reveals.originalOf(image) !== undefined;
  return (
    <button
      type="button"
      class="button card__reveal"
      aria-label={t.image.action(t.image.reveal, position)}
      aria-pressed={uncovered}
      onClick={() => void reveals.toggle(image)}
    >
      <span class="switch" aria-hidden="true" />
      {t.image.reveal}
    </button>
  );
}
