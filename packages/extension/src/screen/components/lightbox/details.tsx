import type { ComponentChildren } from 'preact';
import type { Run } from '../../state/run.ts';
import { hintsOf, sentencesOf } from '../../text/reasons.ts';
import { useScreen } from '../context.ts';
import { WithheldIcon } from '../icons.tsx';
import { Badge } from '../image/badge.tsx';
import { StarButton } from '../image/star-button.tsx';
import { verdictOf } from '../image/verdict.ts';
import { useView, type Viewed } from '../image/view.ts';
import { MarkedText, spansOf } from '../marked-text.tsx';
import { ImageActions } from './image-actions.tsx';

/** The verdict on a picture with its whole reason, its prompt, seed and actions. @param children More actions. */
export function Details(props: { viewed: Viewed; close: () => void; children: ComponentChildren }) {
  const { viewed, close, children } = props;
  const { run } = viewed;
  return (
    <div class="lightbox__details">
      {viewed.index === undefined ? <Refused run={run} /> : <Judged viewed={viewed} />}
      <p class="lightbox__prompt">
        <bdi>
          <MarkedText text={run.input.prompt} spans={spansOf(run)} />
        </bdi>
      </p>
      <div class="lightbox__actions">
        {viewed.index !== undefined && <Actions viewed={viewed} close={close} />}
        {children}
      </div>
    </div>
  );
}

type Picture = Extract<Viewed, { readonly index: number }>;

function Judged({ viewed }: { viewed: Picture }) {
  const { screen, t } = useScreen();
  const { reveals } = useView();
  const { run, slot, index } = viewed;
  const verdict = verdictOf(t, run, slot, index, screen.policy.value);
  const image = slot.status === 'screened' ? slot.image : undefined;
  const seed = run.completed?.seeds[index];
  if (!verdict) return null;
  return (
    <>
      <p class="card__state">
        <Badge verdict={verdict} uncovered={image !== undefined && reveals.originalOf(image) !== undefined} />
        {seed !== undefined && image?.decision !== 'withhold' && (
          <span class="card__seed">{t.image.seed(seed)}</span>
        )}
      </p>
      {verdict.reasons.map((reason) => (
        <p key={reason} class="card__reason">
          {reason}
        </p>
      ))}
      {verdict.checks !== '' && <p class="card__checks">{verdict.checks}</p>}
      {verdict.notes.map((note) => (
        <p key={note} class="hint">
          {note}
        </p>
      ))}
      {image && reveals.isGone(image) && (
        <p class="hint" role="status">
          {t.image.gone}
        </p>
      )}
    </>
  );
}

function Refused({ run }: { run: Run }) {
  const { t } = useScreen();
  const sentences = sentencesOf(t, run.warnings);
  return (
    <>
      <p class="card__state">
        <span class="badge badge--withhold">
          <WithheldIcon />
          {t.lightbox.refused}
        </span>
      </p>
      <p class="card__reason">{sentences.length === 0 ? t.refusal.unexplained : sentences.join(t.gap)}</p>
      {hintsOf(t, run.warnings).map((hint) => (
        <p key={hint} class="hint">
          {hint}
        </p>
      ))}
    </>
  );
}

function Actions({ viewed, close }: { viewed: Picture; close: () => void }) {
  const { run, slot, index } = viewed;
  if (slot.status !== 'screened' || slot.image.decision === 'withhold') return null;
  return (
    <>
      <ImageActions run={run} image={slot.image} index={index} onLeave={close} />
      <StarButton run={run} index={index} />
    </>
  );
}
