import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { useScreen } from '../screen/components/context.ts';
import { BlurIcon, StarIcon, UncheckedIcon, WithheldIcon } from '../screen/components/icons.tsx';
import { Pixels } from '../screen/components/image/pixels.tsx';
import { verdictOf } from '../screen/components/image/verdict.ts';
import { useView, type Viewed, viewedOf } from '../screen/components/image/view.ts';
import { Viewing } from '../screen/components/image/viewing.tsx';
import type { Run } from '../screen/state/run.ts';
import type { StoredRun } from '../storage/stored-run.ts';
import { withPixels } from '../surface/shown-runs.ts';
import { useSurfaceTexts } from '../surface/text/index.ts';

/** Side of a thumbnail, in CSS pixels; the grid may make it larger. */
const THUMBNAIL = 88;

interface GridProps {
  readonly runs: readonly StoredRun[];
  readonly onUse: () => void;
  /** @param number The run to delete, with all of its pictures. */
  readonly onDelete: (number: number) => void;
}

/** Pictures and refused prompts of the history as thumbnails, by day. Each opens the lightbox. */
export function HistoryGrid({ runs, onUse, onDelete }: GridProps) {
  const { history: t } = useSurfaceTexts();
  const filled = useSignal<readonly Run[]>([]);
  const numbers = runs.map(({ number }) => number).join();
  useEffect(() => {
    let current = true;
    void Promise.all(runs.map(withPixels)).then((full) => {
      if (current) filled.value = full;
    });
    return () => {
      current = false;
    };
  }, [numbers]);
  const wanted = new Set(runs.map(({ number }) => number));
  const shown = filled.value.filter(({ number }) => wanted.has(number));
  const days = Map.groupBy(viewedOf(shown), ({ run }) => t.day(run.number));
  return (
    <Viewing
      runs={shown}
      covering
      actions={(run, close) => <RunActions run={run} close={close} onUse={onUse} onDelete={onDelete} />}
    >
      {[...days].map(([day, all]) => (
        <section key={day} class="day" aria-label={day}>
          <h3 class="day__name">{day}</h3>
          <ul class="thumbs">
            {all.map((viewed) => (
              <Thumbnail key={`${viewed.run.number}/${viewed.index}`} viewed={viewed} />
            ))}
          </ul>
        </section>
      ))}
    </Viewing>
  );
}

function Thumbnail({ viewed }: { viewed: Viewed }) {
  const { screen, t } = useScreen();
  const { shown } = useView();
  const { run, index } = viewed;
  const { prompt } = run.input;
  const refused = index === undefined;
  const verdict = refused ? undefined : verdictOf(t, run, viewed.slot, index, screen.policy.value);
  const said = refused
    ? [t.lightbox.refused]
    : [t.image.name(index + 1), verdict?.label ?? '', verdict?.about ?? ''].filter(Boolean);
  const image = !refused && viewed.slot.status === 'screened' ? viewed.slot.image.shown : null;
  return (
    <li>
      <button
        type="button"
        class={`thumb thumb--${refused ? 'withhold' : verdict?.kind}`}
        aria-haspopup="dialog"
        aria-label={[prompt, ...said].join(t.lightbox.comma)}
        title={prompt}
        onClick={() => {
          shown.value = { run: run.number, index };
        }}
      >
        {image ? (
          <>
            <Pixels blob={image} width={THUMBNAIL} height={THUMBNAIL} alt="" />
            {verdict?.kind === 'blur' && (
              <span class="thumb__mark badge--blur">
                <BlurIcon />
              </span>
            )}
          </>
        ) : (
          <>
            {verdict?.kind === 'unchecked' ? <UncheckedIcon /> : <WithheldIcon />}
            {refused && (
              <span class="thumb__prompt" dir="auto">
                {prompt}
              </span>
            )}
          </>
        )}
        {!refused && screen.favourites?.has(run.number, index) && (
          <span class="thumb__star">
            <StarIcon />
          </span>
        )}
      </button>
    </li>
  );
}

function RunActions(props: { run: Run; close: () => void } & Pick<GridProps, 'onUse' | 'onDelete'>) {
  const { run, close } = props;
  const { screen } = useScreen();
  const { history: t } = useSurfaceTexts();
  return (
    <>
      <button
        type="button"
        class="button"
        onClick={() => {
          close();
          screen.reuse(run);
          props.onUse();
        }}
      >
        {t.use}
      </button>
      <button
        type="button"
        class="button"
        title={t.removeHint}
        onClick={() => {
          close();
          props.onDelete(run.number);
        }}
      >
        {t.remove}
      </button>
      <time class="card__seed" dateTime={new Date(run.number).toISOString()}>
        {t.when(run.number)}
      </time>
    </>
  );
}
