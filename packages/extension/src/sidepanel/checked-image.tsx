import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import browser from 'webextension-polyfill';
import type { Failure } from '../screen/client/errors.ts';
import { useScreen } from '../screen/components/context.ts';
import { BlurIcon, CheckIcon, CloseIcon, UncheckedIcon, WithheldIcon } from '../screen/components/icons.tsx';
import { factsOf } from '../screen/text/failures/texts.ts';
import { sentencesOf } from '../screen/text/reasons.ts';
import type { ImageCheck } from '../storage/image-check.ts';
import { imageCheck } from '../storage/picture-values.ts';
import { permissionFor } from '../storage/preferences.ts';
import { ask } from '../surface/remote-jobs.ts';
import { useSurfaceTexts } from '../surface/text/index.ts';
import type { SurfaceMessages } from '../surface/text/messages.ts';

/** The verdict on an image of a web page. The image itself is not shown, because it may be unsafe. */
export function CheckedImage() {
  const { check: texts } = useSurfaceTexts();
  const check = useSignal<ImageCheck | undefined>(undefined);
  useEffect(
    () =>
      imageCheck.follow((value) => {
        check.value = value;
      }),
    [],
  );
  if (!check.value) return null;
  const { host, state } = check.value;
  return (
    <section class="checked" aria-label={texts.title}>
      <div class="checked__head">
        <h2 class="checked__title">{host === '' ? texts.fromPage : texts.from(host)}</h2>
        <button
          type="button"
          class="button button--icon checked__close"
          aria-label={texts.close}
          title={texts.close}
          onClick={() => void imageCheck.write(undefined)}
        >
          <CloseIcon />
        </button>
      </div>
      <div role="status">
        {state === 'checking' && <p>{waitingLine(check.value, texts)}</p>}
        {state === 'not-loaded' && <p>{texts.troubles[check.value.trouble](check.value.status)}</p>}
        {state === 'failed' && <Failed failure={check.value.failure} />}
        {state === 'needs-permission' && <p>{texts.permission(host)}</p>}
        {state === 'done' && <Verdict check={check.value} />}
      </div>
      {state === 'needs-permission' && <AllowButton url={check.value.url} />}
    </section>
  );
}

function waitingLine(
  { waitingFor }: { waitingFor?: 'site' | 'proxy' | undefined },
  texts: SurfaceMessages['check'],
) {
  return waitingFor ? texts.waitingFor[waitingFor] : texts.checking;
}

/** The proxy gave no verdict: the same cause in the same words as everywhere, or in words about a picture. */
function Failed({ failure }: { failure: Failure }) {
  const { t } = useScreen();
  const { check: texts } = useSurfaceTexts();
  const own = texts.failures[failure.kind];
  if (own) return <p>{own}</p>;
  return (
    <>
      <p>
        <strong>{t.failures[failure.kind].title}</strong>
      </p>
      <p>{factsOf(t, failure).join(t.gap)}</p>
    </>
  );
}

function Verdict({ check }: { check: Extract<ImageCheck, { state: 'done' }> }) {
  const { t } = useScreen();
  const { check: texts } = useSurfaceTexts();
  const kind = check.unchecked ? 'unchecked' : check.decision;
  const Icon = { clear: CheckIcon, blur: BlurIcon, withhold: WithheldIcon, unchecked: UncheckedIcon }[kind];
  return (
    <>
      <p>
        <span class={`badge badge--${kind}`}>
          <Icon />
          {texts.decisions[kind]}
        </span>
      </p>
      {sentencesOf(t, check.warnings).map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      {check.findings.length > 0 && (
        <p class="card__checks">
          {check.findings
            .map(({ check: name, label, score }) => texts.found(label, t.image.seenBy(name, score)))
            .join(' · ')}
        </p>
      )}
    </>
  );
}

function AllowButton({ url }: { url: string }) {
  const { check: texts } = useSurfaceTexts();
  return (
    <button
      type="button"
      class="button button--primary"
      onClick={async () => {
        if (await browser.permissions.request(permissionFor(url))) await ask({ type: 'check-image', url });
      }}
    >
      {texts.allow}
    </button>
  );
}
