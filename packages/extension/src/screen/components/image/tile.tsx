import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import type { GeneratedImage } from '../../client/events.ts';
import type { Run, Slot } from '../../state/run.ts';
import { useScreen } from '../context.ts';
import { DownloadIcon, UncheckedIcon, WithheldIcon } from '../icons.tsx';
import { Badge } from './badge.tsx';
import { download, fileNameOf } from './image-out.ts';
import { RevealButton } from './reveal-button.tsx';
import { ShownPixels } from './shown-pixels.tsx';
import { StarButton } from './star-button.tsx';
import { verdictOf } from './verdict.ts';
import { useView } from './view.ts';

interface TileProps {
  readonly run: Run;
  readonly slot: Slot;
  readonly index: number;
}

/** One picture of a run in the grid: the picture or the closed screen, its verdict in a few words, and its buttons. */
export function Tile({ run, slot, index }: TileProps) {
  const { screen, t } = useScreen();
  const { reveals } = useView();
  const id = useId();
  const verdict = verdictOf(t, run, slot, index, screen.policy.value);
  const position = index + 1;
  if (!verdict) {
    return (
      <li class="card">
        <h3 class="unseen">{t.image.name(position)}</h3>
        <div class="card__frame card__frame--waiting" style={shapeOf(run)} />
        <p class="card__label card__waiting">
          {slot.status === 'remaking' ? t.image.remaking : t.image.waiting}
        </p>
      </li>
    );
  }
  const hasPixels = slot.status === 'screened' && slot.image.shown && slot.image.decision !== 'withhold';
  const image = hasPixels ? slot.image : undefined;
  const uncovered = image !== undefined && reveals.originalOf(image) !== undefined;
  return (
    <li class={`card card--${verdict.kind}`}>
      <h3 class="unseen">{t.image.name(position)}</h3>
      <OpenButton run={run} index={index} describedBy={id}>
        {image ? (
          <ShownPixels run={run} image={image} index={index} />
        ) : (
          <span class={`card__frame card__frame--${verdict.kind}`} style={shapeOf(run)}>
            {verdict.kind === 'unchecked' ? <UncheckedIcon /> : <WithheldIcon />}
            <span class="unseen">{t.image.name(position)}</span>
          </span>
        )}
      </OpenButton>
      <p id={id} class="card__label">
        <Badge verdict={verdict} uncovered={uncovered} />
        {verdict.about !== '' && !uncovered && <span class="card__about">{verdict.about}</span>}
      </p>
      {image && <TileButtons run={run} image={image} index={index} />}
    </li>
  );
}

function OpenButton(props: { run: Run; index: number; describedBy: string; children: ComponentChildren }) {
  const { run, index } = props;
  const { shown } = useView();
  return (
    <button
      type="button"
      class="card__open"
      aria-haspopup="dialog"
      aria-describedby={props.describedBy}
      onClick={() => {
        shown.value = { run: run.number, index };
      }}
    >
      {props.children}
    </button>
  );
}

function TileButtons({ run, image, index }: { run: Run; image: GeneratedImage; index: number }) {
  const { t } = useScreen();
  const { reveals } = useView();
  const position = index + 1;
  const { blob, covered } = reveals.shownOf(image);
  return (
    <>
      <RevealButton image={image} position={position} />
      {reveals.isGone(image) && (
        <p class="card__gone" role="status">
          {t.image.gone}
        </p>
      )}
      <div class="card__tools">
        <StarButton run={run} index={index} />
        {blob && (
          <button
            type="button"
            class="button card__tool"
            aria-label={t.image.action(t.image.download, position)}
            title={t.image.download}
            onClick={() => download(blob, fileNameOf(run, position, covered))}
          >
            <DownloadIcon />
          </button>
        )}
      </div>
    </>
  );
}

/** The aspect ratio of the requested image, so that the layout does not shift when it arrives. */
function shapeOf({ input }: Run) {
  return { aspectRatio: `${input.width} / ${input.height}` };
}
