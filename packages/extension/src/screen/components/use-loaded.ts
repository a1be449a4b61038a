import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

/**
 * The result of a dynamic import, once it is wanted.
 * @param load Called at most once, when `wanted` is true first.
 */
export function useLoaded<Loaded>(load: () => Promise<Loaded>, wanted: boolean): Loaded | undefined {
  const loaded = useSignal<Loaded | undefined>(undefined);
  useEffect(() => {
    if (!wanted || loaded.peek()) return;
    void load().then((value) => {
      loaded.value = value;
    });
  }, [wanted]);
  return loaded.value;
}
