import { type ComponentChildren, createContext, createRef, type RefObject } from 'preact';
import { useContext } from 'preact/hooks';
import type { Screen } from '../state/screen.ts';

interface Surroundings {
  readonly screen: Screen;
  /** Elements that take the focus when the focused control disappears. */
  readonly anchors: {
    readonly prompt: RefObject<HTMLTextAreaElement | null>;
    readonly generate: RefObject<HTMLButtonElement | null>;
  };
  /** Moves the focus to the prompt. Where its field is folded away, unfolds it first. */
  readonly focusPrompt: () => void;
  /** In place of the field for a file, on a surface that a file dialog would close. */
  readonly chooser?: ComponentChildren;
  /** Whether the prompt's field was asked for the focus before it was drawn; asks only once. */
  readonly takeFocus: () => boolean;
}

const Context = createContext<Surroundings | undefined>(undefined);
export const Surround = Context.Provider;

export function createSurroundings(screen: Screen, chooser?: ComponentChildren): Surroundings {
  const anchors = {
    prompt: createRef<HTMLTextAreaElement>(),
    generate: createRef<HTMLButtonElement>(),
  };
  let wanted = false;
  return {
    screen,
    anchors,
    chooser,
    focusPrompt() {
      screen.editing.value = true;
      wanted = !anchors.prompt.current;
      anchors.prompt.current?.focus();
    },
    takeFocus() {
      const was = wanted;
      wanted = false;
      return was;
    },
  };
}

/** The screen, its texts in the current language and the focus anchors. @throws outside of `<Surround>` */
export function useScreen() {
  const surroundings = useContext(Context);
  if (!surroundings) throw new Error('useScreen() outside of <Surround>');
  return { ...surroundings, t: surroundings.screen.t.value };
}
