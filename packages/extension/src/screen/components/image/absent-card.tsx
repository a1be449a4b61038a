import type { GeneratedImage } from '../../client/events.ts';
import { imageWarnings, type Run } from '../../state/run.ts';
import { sentencesOf } from '../../text/reasons.ts';
import { useScreen } from '../context.ts';
import { UncheckedIcon, WithheldIcon } from '../icons.tsx';

/** An image that is withheld: because of a finding, or because a check failed. */
export function WithheldCard({ run, image, index }: { run: Run; image: GeneratedImage; index: number }) {
  const { t } = useScreen();
  const warnings = imageWarnings(run, image, index);
  const has = (code: RegExp) => warnings.some((warning) => code.test(warning.code));
  // A finding counts even if another check failed.
  const unchecked = has(/^check_failed$/) && !has(/^image_/);
  const reasons = unchecked ? [t.image.uncheckedBody] : sentencesOf(t, warnings);
  return (
    <AbsentCard
      run={run}
      position={index + 1}
      unchecked={unchecked}
      reasons={reasons}
      footnote={unchecked || has(/^no_image$/) ? undefined : t.image.withheldBody}
    />
  );
}

/** A card without an image, with the reasons. */
export function AbsentCard(props: {
  run: Run;
  position: number;
  /** Drawn differently from a verdict: a check failed. */
  unchecked: boolean;
  reasons: readonly string[];
  footnote?: string | undefined;
}) {
  const { t } = useScreen();
  const kind = props.unchecked ? 'unchecked' : 'withhold';
  const Icon = props.unchecked ? UncheckedIcon : WithheldIcon;
  return (
    <li class={`card card--${kind}`}>
      <div class={`card__frame card__frame--${kind}`} style={shapeOf(props.run)}>
        <Icon />
      </div>
      <div class="card__body">
        <h3 class="unseen">{t.image.name(props.position)}</h3>
        <p class="card__state">
          <span class={`badge badge--${kind}`}>
            <Icon />
            {props.unchecked ? t.image.unchecked : t.image.decisions.withhold}
          </span>
        </p>
        {props.reasons.map((reason) => (
          <p key={reason} class="card__reason">
            {reason}
          </p>
        ))}
        {props.footnote && <p class="hint">{props.footnote}</p>}
      </div>
    </li>
  );
}

/** The aspect ratio of the requested image, so that the layout does not shift when it arrives. */
export function shapeOf({ input }: Run) {
  return { aspectRatio: `${input.width} / ${input.height}` };
}
