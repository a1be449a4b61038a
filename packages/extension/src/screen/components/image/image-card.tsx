import type { Run, Slot } from '../../state/run.ts';
import { useScreen } from '../context.ts';
import { AbsentCard, shapeOf, WithheldCard } from './absent-card.tsx';
import { ShownCard } from './shown-card.tsx';

/** The card of one image of a run, in any state. */
export function ImageCard({ run, slot, index }: { run: Run; slot: Slot; index: number }) {
  const { t } = useScreen();
  const position = index + 1;
  if (slot.status === 'lost') {
    return <AbsentCard run={run} position={position} unchecked reasons={[t.image.lost]} />;
  }
  if (slot.status === 'screened') {
    const Card = slot.image.decision === 'withhold' ? WithheldCard : ShownCard;
    return <Card run={run} image={slot.image} index={index} />;
  }
  return (
    <li class="card">
      <div class="card__frame card__frame--waiting" style={shapeOf(run)} />
      <div class="card__body">
        <h3 class="unseen">{t.image.name(position)}</h3>
        <p class="card__waiting">{slot.status === 'remaking' ? t.image.remaking : t.image.waiting}</p>
      </div>
    </li>
  );
}
