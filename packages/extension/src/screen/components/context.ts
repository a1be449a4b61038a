import { createContext, createRef, type RefObject } from 'preact';
import { useContext } from 'preact/hooks';
import type { Screen } from '../state/screen.ts';

interface Surroundings {
  readonly screen: Screen;
  /** Elements that take the focus when the focused control disappears. */
  readonly anchors: {
    readonly prompt: RefObject<HTMLTextAreaElement | null>;
    readonly generate: RefObject<HTMLButtonElement | null>;
  };
}

const Context = createContext<Surroundings | undefined>(undefined);
export const Surround = Context.Provider;

export function createSurroundings(screen: Screen): Surroundings {
  return { screen, anchors: { prompt: createRef(), generate: createRef() } };
}

/** The screen, its texts in the current language and the focus anchors. @throws outside of `<Surround>` */
export function useScreen() {
  const surroundings = useContext(Context);
  if (!surroundings) throw new Error('useScreen() outside of <Surround>');
  return { ...surroundings, t: surroundings.screen.t.value };
}
