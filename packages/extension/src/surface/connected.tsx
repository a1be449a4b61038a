import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { useScreen } from '../screen/components/context.ts';
import { CheckIcon } from '../screen/components/icons.tsx';
import { connecting } from '../storage/values.ts';
import { proxy } from './proxy.ts';
import { useSurfaceTexts } from './text/index.ts';

/** Confirms once that the background has finished the connection for which the popup was closed. */
export function Connected() {
  const { screen } = useScreen();
  const { options: t } = useSurfaceTexts();
  const finished = useSignal(false);
  useEffect(() => {
    void connecting.read().then(async (asked) => {
      if (asked?.state !== 'connected') return;
      finished.value = true;
      await connecting.write(undefined);
    });
  }, []);
  if (!finished.value) return null;
  return (
    <div role="status">
      {finished.value && proxy.value.state === 'connected' && (
        <p class="note">
          <CheckIcon />
          {t.connected(screen.policy.value?.name ?? '')}
        </p>
      )}
    </div>
  );
}
