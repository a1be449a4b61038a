import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { browser } from '../browser.ts';
import { type Failure, isAboutConnection, needsKey } from '../screen/client/errors.ts';
import { useScreen } from '../screen/components/context.ts';
import { InfoIcon } from '../screen/components/icons.tsx';
import { KeyForm } from '../screen/components/key-form.tsx';
import { factsOf } from '../screen/text/failures/texts.ts';
import type { Messages } from '../screen/text/messages.ts';
import { connecting } from '../storage/values.ts';
import { askForAccess } from './connect.ts';
import { type ProxyState, proxy } from './proxy.ts';
import { useSurfaceTexts } from './text/index.ts';
import type { SurfaceMessages } from './text/messages.ts';

/** The missing condition for using the proxy, and the next step. */
export function Setup() {
  const { screen, t } = useScreen();
  const { setup } = useSurfaceTexts();
  const declined = useSignal(false);
  const unanswered = useSignal(false);
  const found = proxy.value;
  useEffect(() => {
    // An earlier surface asked, and the browser closed it for its question.
    void connecting.read().then((asked) => {
      unanswered.value = asked?.state === 'asking';
    });
  }, []);
  if (!('origin' in found)) return null;
  const { title, body } = obstacleIn(found, setup, t);
  const mayConnect = found.state === 'found' || found.state === 'permission';
  // This panel replaces the panel of the failed run, so its button also retries the run.
  const again = () => {
    const run = screen.current.value;
    if (run?.failure && isAboutConnection(run.failure)) screen.retry(run.input);
    else void screen.loadPolicy();
  };
  const connect = async () => {
    declined.value = !(await askForAccess(found.origin));
    void screen.loadPolicy();
  };
  return (
    <div class="panel setup">
      <div role="status">
        <h3 class="panel__title">
          <InfoIcon />
          {title}
        </h3>
        <p>{body}</p>
        {declined.value && <p class="complaint">{setup.declined}</p>}
        {unanswered.value && !declined.value && <p class="complaint">{setup.unanswered}</p>}
      </div>
      {found.state === 'failed' && needsKey(found.failure) && <KeyForm onUse={again} />}
      <div class="setup__actions">
        {mayConnect && (
          <button type="button" class="button button--primary" onClick={() => void connect()}>
            {setup.connect}
          </button>
        )}
        {found.state === 'failed' && !needsKey(found.failure) && (
          <button type="button" class="button button--primary" onClick={again}>
            {setup.again}
          </button>
        )}
        <button type="button" class="link" onClick={() => void browser.runtime.openOptionsPage()}>
          {setup.otherAddress}
        </button>
      </div>
      {mayConnect && <Question origin={found.origin} />}
    </div>
  );
}

/** The browser's next question, in its words, and the reach of the access. */
export function Question({ origin }: { origin: string }) {
  const { t } = useScreen();
  const { setup } = useSurfaceTexts();
  const { hostname } = new URL(origin);
  return <p class="hint">{browserAsks(setup, hostname) + t.gap + setup.scope(hostname, origin)}</p>;
}

/** The question that the browser asks about the access to a host, in its words. */
export function browserAsks({ asks }: SurfaceMessages['setup'], hostname: string): string {
  // A build-time constant: each browser has its own package.
  return import.meta.env.MODE === 'firefox' ? asks.firefox(hostname) : asks.chromium(hostname);
}

/** Whether {@link Setup} shows anything. */
export function needsSetup(): boolean {
  return 'origin' in proxy.value;
}

/** Title and text of what is in the way of the proxy. */
export function obstacleIn(
  found: Extract<ProxyState, { origin: string }>,
  setup: SurfaceMessages['setup'],
  t: Messages,
): { title: string; body: string } {
  const { state, origin } = found;
  switch (state) {
    case 'found':
    case 'waiting':
      return { title: setup[state].title(origin), body: setup[state].body };
    case 'permission':
      return { title: setup.permission.title, body: setup.permission.body(origin) };
    case 'failed':
      return failureAt(origin, found.failure, setup, t);
  }
}

function failureAt(origin: string, failure: Failure, setup: SurfaceMessages['setup'], t: Messages) {
  const { kind } = failure;
  if (kind === 'unreachable' || kind === 'stranger') {
    return { title: setup.failed[kind].title(origin), body: setup.failed[kind].body };
  }
  return { title: t.failures[kind].title, body: factsOf(t, failure).join(t.gap) };
}
