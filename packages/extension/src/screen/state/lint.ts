import { computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import type { PolicyFacts, PromptPolicy } from '../client/policy.ts';
import type { Change } from '../prompt/applied.ts';
import { joinConcerns, marksIn } from '../prompt/concerns.ts';

/** Pause in typing before the prompt is read as a whole, in milliseconds. */
const PAUSE_MS = 300;

/** Something that the operator's policy would object to in a prompt that was not sent yet. */
export interface Concern {
  readonly category: string;
  readonly decision: 'warn' | 'reject';
  /** The words it is about (UTF-16 offsets); none when it is about the prompt as a whole. */
  readonly spans: readonly (readonly [start: number, end: number])[];
}

/** One change of a text that takes a concern away. */
export interface Rewording extends Change {
  /** The word that is offered; empty to leave the objected word out. */
  readonly word: string;
}

/** Reads a prompt in the browser, before anything is sent. */
export interface Lint {
  /** Synchronous, at every keystroke. */
  words(prompt: string, policy: PromptPolicy): readonly Concern[];
  /** Changes that take the concern about one word away. @param span The word, in UTF-16 offsets of `prompt`. */
  rewordings(
    prompt: string,
    span: Concern['spans'][number],
    category: string,
    policy: PromptPolicy,
  ): readonly Rewording[];
  /** When typing pauses. */
  whole(prompt: string, policy: PromptPolicy): Promise<readonly Concern[]>;
}

/** The concerns about the prompt as it is typed. While an input method composes, the last ones stay. */
export function createLinting(
  lint: Promise<Lint> | undefined,
  typed: ReadonlySignal<string>,
  policy: ReadonlySignal<PolicyFacts | undefined>,
) {
  const ready = signal<Lint | undefined>(undefined);
  const composing = signal(false);
  /** The typed text without the part that is still being composed. */
  const settled = signal(typed.peek());
  const whole = signal<{ prompt: string; concerns: readonly Concern[] }>({ prompt: '', concerns: [] });

  lint?.then(
    (loaded) => {
      ready.value = loaded;
    },
    // The proxy checks the whole prompt anyway.
    () => undefined,
  );

  effect(() => {
    if (!composing.value) settled.value = typed.value;
  });

  const words = computed(() => {
    const rules = policy.value?.prompt;
    return ready.value && rules ? ready.value.words(settled.value, rules) : [];
  });

  effect(() => {
    const prompt = settled.value;
    const rules = policy.value?.prompt;
    const lint = ready.value;
    if (!lint || !rules || prompt.trim() === '') return;
    const timer = setTimeout(() => {
      lint.whole(prompt, rules).then(
        (concerns) => {
          whole.value = { prompt, concerns };
        },
        // Then only the words are checked.
        () => undefined,
      );
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  });

  const concerns = computed(() =>
    joinConcerns(words.value, whole.value.prompt === settled.value ? whole.value.concerns : []),
  );

  return {
    composing,
    /** Changes of the current text that take a concern away: those of its first word. */
    rewordingsOf({ category, spans }: Concern): readonly Rewording[] {
      const [span] = spans;
      const rules = policy.value?.prompt;
      // Offsets of a text that has changed since name other words.
      if (!span || !rules || settled.value !== typed.value) return [];
      return ready.value?.rewordings(settled.value, span, category, rules) ?? [];
    },
    /** Concerns about words come first. */
    concerns,
    /** The words to mark in the current text: those before its first difference from the text that was read. */
    marks: computed(() => marksIn(typed.value, settled.value, concerns.value)),
  };
}
