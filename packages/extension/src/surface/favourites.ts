import { signal } from '@preact/signals';
import type { Favourites } from '../screen/state/screen.ts';
import { images } from '../storage/sealing.ts';
import { historyChange } from '../storage/values.ts';

/** The favourites of the history, the same on every surface. */
export function storedFavourites(): Favourites {
  const stars = signal<ReadonlySet<string>>(new Set());
  const load = async () => {
    stars.value = await images.stars();
  };
  const reload = () => void load().catch(() => undefined);
  historyChange.watch(reload);
  reload();
  return {
    has: (run, index) => stars.value.has(`${run}/${index}`),
    async toggle(run, index) {
      await images.star(run, index, !stars.peek().has(`${run}/${index}`));
      await load();
      await historyChange.write(crypto.randomUUID());
    },
  };
}
