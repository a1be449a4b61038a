import { type Failure, needsKey } from '../../client/errors.ts';
import type { Run } from '../../state/run.ts';
import { factsOf } from '../../text/failures/texts.ts';
import { sentencesOf } from '../../text/reasons.ts';
import { useScreen } from '../context.ts';
import { FailureIcon, UncheckedIcon } from '../icons.tsx';
import { KeyForm } from '../key-form.tsx';

/** A failed run: what happened, that the form is kept, and a way to try again. */
export function FailurePanel({ run, failure }: { run: Run; failure: Failure }) {
  const { screen, anchors, t } = useScreen();
  // A failed check is no verdict on the prompt, so it is drawn differently.
  const unchecked = failure.kind === 'check-failed';
  const retry = () => {
    screen.retry(run.input);
    // The focused button disappears with this panel.
    anchors.generate.current?.focus();
  };
  return (
    <div class={`panel ${unchecked ? 'panel--unchecked' : 'panel--failure'}`}>
      <div role="alert">
        <h3 class="panel__title">
          {unchecked ? <UncheckedIcon /> : <FailureIcon />}
          {t.failures[failure.kind].title}
        </h3>
        {sentencesOf(t, failure.warnings ?? []).map((reason) => (
          <p key={reason}>{reason}</p>
        ))}
        <p>{[...factsOf(t, failure), t.failure.kept].join(t.gap)}</p>
      </div>
      {failure.detail && !failure.warnings?.length && (
        <p class="panel__detail">
          {t.failure.serverSays + t.gap}
          <span lang="en">{failure.detail}</span>
        </p>
      )}
      {needsKey(failure) ? (
        <KeyForm onUse={retry} />
      ) : (
        <button type="button" class="button" onClick={retry}>
          {t.failure.retry}
        </button>
      )}
    </div>
  );
}
