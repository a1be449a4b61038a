import { signal } from '@preact/signals';
import type { Favourites } from '../screen/state/screen.ts';
import { historyChange } from '../storage/values.ts';

/** The favourites of the history, the same on every surface. */
export function storedFavourites(): Favourites {
  const stars = signal<ReadonlySet<string>>(new Set());
  // Loaded with the first picture.
  const history = async () => (await import('../storage/sealing.ts')).images;
  const load = async () => {
    stars.value = await (await history()).stars();
  };
  const reload = () => void load().catch(() => undefined);
  let followed = false;
  const follow = () => {
    if (followed) return;
    followed = true;
    historyChange.watch(reload);
    reload();
  };
  return {
    has(run, index) {
      follow();
      return stars.value.has(`${run}/${index}`);
    },
    async toggle(run, index) {
      const images = await history();
      await images.star(run, index, !stars.peek().has(`${run}/${index}`));
      await load();
      await historyChange.write(crypto.randomUUID());
    },
  };
}
