import { useSignal } from '@preact/signals';
import { useEffect, useId } from 'preact/hooks';
import { useScreen } from '../screen/components/context.ts';
import { WithheldIcon } from '../screen/components/icons.tsx';
import { ImageCard } from '../screen/components/image/image-card.tsx';
import { Pixels } from '../screen/components/image/pixels.tsx';
import { MarkedText, spansOf } from '../screen/components/marked-text.tsx';
import { RunFacts } from '../screen/components/results/run-facts.tsx';
import type { Run, Slot } from '../screen/state/run.ts';
import { sentencesOf } from '../screen/text/reasons.ts';
import type { StoredRun } from '../storage/stored-run.ts';
import { withPixels } from '../surface/remote-jobs.ts';
import { useSurfaceTexts } from '../surface/text/index.ts';

/** Side of a thumbnail, in CSS pixels. */
const THUMBNAIL = 56;

interface EntryProps {
  readonly run: StoredRun;
  readonly onUse: () => void;
  readonly onDelete: () => void;
}

/** A run of the history: thumbnails, or why its prompt was refused; prompt, time and actions. */
export function HistoryEntry({ run, onUse, onDelete }: EntryProps) {
  const { screen } = useScreen();
  const { history: t } = useSurfaceTexts();
  const id = useId();
  const open = useSignal(false);
  const full = useSignal<Run | undefined>(undefined);
  useEffect(() => {
    void withPixels(run).then((filled) => {
      full.value = filled;
    });
  }, [run]);
  const refused = run.phase === 'refused';
  return (
    <li class="entry" aria-labelledby={id}>
      <p id={id} class="entry__prompt" dir="auto">
        {refused ? <MarkedText text={run.input.prompt} spans={spansOf(run)} /> : run.input.prompt}
      </p>
      <p class="entry__when">
        <time dateTime={new Date(run.number).toISOString()}>{t.when(run.number)}</time>
      </p>
      {refused ? (
        <Refused run={run} />
      ) : (
        <div class="entry__images" style={{ minHeight: `${THUMBNAIL}px` }}>
          {full.value?.slots.map((slot, index) => (
            <Thumbnail key={index} slot={slot} />
          ))}
        </div>
      )}
      <div class="entry__actions">
        {!refused && (
          <button
            type="button"
            class="button"
            aria-expanded={open.value}
            onClick={() => {
              open.value = !open.value;
            }}
          >
            {t.show}
          </button>
        )}
        <button
          type="button"
          class="button"
          onClick={() => {
            screen.reuse(run);
            onUse();
          }}
        >
          {t.use}
        </button>
        <button type="button" class="button" onClick={onDelete}>
          {t.remove}
        </button>
      </div>
      {open.value && full.value && <Details run={full.value} />}
    </li>
  );
}

/** That the prompt was refused, and why. */
function Refused({ run }: { run: StoredRun }) {
  const { t } = useScreen();
  const { history } = useSurfaceTexts();
  const sentences = sentencesOf(t, run.warnings);
  return (
    <div>
      <span class="badge badge--withhold">
        <WithheldIcon />
        {history.refused}
      </span>
      <p class="hint">{sentences.length === 0 ? t.refusal.unexplained : sentences.join(t.gap)}</p>
    </div>
  );
}

function Thumbnail({ slot }: { slot: Slot }) {
  const shown = slot.status === 'screened' ? slot.image.shown : null;
  return shown ? (
    <Pixels blob={shown} width={THUMBNAIL} height={THUMBNAIL} alt="" />
  ) : (
    <span class="entry__absent">
      <WithheldIcon />
    </span>
  );
}

function Details({ run }: { run: Run }) {
  return (
    <div class="entry__details">
      <ul class={`gallery gallery--${run.slots.length}`}>
        {run.slots.map((slot, index) => (
          <ImageCard key={index} run={run} slot={slot} index={index} />
        ))}
      </ul>
      {run.completed && <RunFacts completed={run.completed} />}
    </div>
  );
}
