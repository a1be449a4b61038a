import { useScreen } from '../context.ts';
import { UncheckedIcon, WithheldIcon } from '../icons.tsx';
import { Badge } from '../image/badge.tsx';
import { RevealButton } from '../image/reveal-button.tsx';
import { ShownPixels } from '../image/shown-pixels.tsx';
import { verdictOf } from '../image/verdict.ts';
import { useView, type Viewed } from '../image/view.ts';

/** One picture of the lightbox, or the closed screen in its place. @param captioned Names it, beside another one. */
export function Pane({ viewed, captioned }: { viewed: Viewed; captioned: boolean }) {
  const { screen, t } = useScreen();
  const { reveals } = useView();
  if (viewed.index === undefined) {
    return (
      <div class="pane pane--absent">
        <WithheldIcon />
      </div>
    );
  }
  const { run, slot, index } = viewed;
  const verdict = verdictOf(t, run, slot, index, screen.policy.value);
  const image = slot.status === 'screened' && slot.image.decision !== 'withhold' ? slot.image : undefined;
  const seed = run.completed?.seeds[index];
  return (
    <figure class="pane">
      {image ? (
        <div class="pane__frame">
          {/* Keyed by its place, so that no element shows two pictures. */}
          <ShownPixels key={`${run.number}/${index}`} run={run} image={image} index={index} />
          <RevealButton image={image} position={index + 1} />
        </div>
      ) : (
        <div class={`pane__frame pane--absent pane--${verdict?.kind}`}>
          {verdict?.kind === 'unchecked' ? <UncheckedIcon /> : <WithheldIcon />}
        </div>
      )}
      {captioned && verdict && (
        <figcaption class="pane__caption">
          <Badge
            verdict={verdict}
            uncovered={image !== undefined && reveals.originalOf(image) !== undefined}
          />
          {t.image.name(index + 1)}
          {seed !== undefined && t.lightbox.comma + t.image.seed(seed)}
        </figcaption>
      )}
    </figure>
  );
}
