import type { Run, Slot } from '../state/run.ts';
import { AbsentCard, shapeOf, WithheldCard } from './absent-card.tsx';
import { useScreen } from './context.ts';
import { ShownCard } from './shown-card.tsx';

/** One picture's place in a run, in whichever of its states. */
export function PictureCard({ run, slot, index }: { run: Run; slot: Slot; index: number }) {
  const { t } = useScreen();
  const position = index + 1;
  if (slot.status === 'lost') {
    return <AbsentCard run={run} position={position} unchecked reasons={[t.picture.lost]} />;
  }
  if (slot.status === 'screened') {
    const Card = slot.picture.decision === 'withhold' ? WithheldCard : ShownCard;
    return <Card run={run} picture={slot.picture} index={index} />;
  }
  return (
    <li class="card">
      <div class="card__frame card__frame--waiting" style={shapeOf(run)} />
      <div class="card__body">
        <h3 class="unseen">{t.picture.name(position)}</h3>
        <p class="card__waiting">{slot.status === 'remaking' ? t.picture.remaking : t.picture.waiting}</p>
      </div>
    </li>
  );
}
