import { signal } from '@preact/signals';
import { act, render } from '@testing-library/preact';
import userEvent from '@testing-library/user-event';
import type { ComponentChildren } from 'preact';
import { NO_GENERATORS } from '../screen/client/defaults.ts';
import type { GenerationInput } from '../screen/client/events.ts';
import type { Choices, OfferedGenerator } from '../screen/client/generators.ts';
import type { PolicyFacts } from '../screen/client/policy.ts';
import { createSurroundings, Surround } from '../screen/components/context.ts';
import type { KeyKept } from '../screen/state/key-kept.ts';
import { loadTexts } from '../screen/state/language.ts';
import type { Lint } from '../screen/state/lint.ts';
import type { Run } from '../screen/state/run.ts';
import { createScreen } from '../screen/state/screen.ts';
import type { Settings } from '../screen/state/settings.ts';
import { LANGUAGES, type Language } from '../screen/text/languages.ts';
import { loadedSurfaceTexts } from '../surface/text/index.ts';

// As a surface does before it is drawn.
for (const language of LANGUAGES) await loadTexts(language, loadedSurfaceTexts);

interface Opened {
  readonly runs?: readonly Run[];
  readonly policy?: PolicyFacts;
  readonly language?: Language;
  readonly settings?: Partial<Settings>;
  readonly lint?: Lint;
  /** The stored key. */
  readonly key?: string;
  /** Image servers that the proxy has found. */
  readonly offers?: readonly OfferedGenerator[];
  /** Names that may be chosen. */
  readonly choices?: Choices;
  readonly keyKept?: KeyKept;
  /** Whether the surface has favourites. */
  readonly favourites?: boolean;
}

/** A screen whose dependencies record what it does. */
export function openScreen(opened: Opened = {}) {
  const {
    runs = [],
    policy,
    language = 'en',
    settings = {},
    lint,
    key = '',
    keyKept = 'window',
    offers = [],
    choices = NO_GENERATORS.choices,
    favourites = false,
  } = opened;
  const stars = signal<ReadonlySet<string>>(new Set());
  const chosen: (string | null)[] = [];
  const shown = signal(runs);
  const started: { input: GenerationInput; key: string }[] = [];
  const memory = new Map<string, string>([['key', key]]);
  let cancels = 0;
  const screen = createScreen({
    jobs: {
      runs: shown,
      start: (input, key) => void started.push({ input, key }),
      cancel() {
        cancels++;
      },
    },
    readPolicy: async () => {
      if (!policy) throw new Error('no policy');
      return policy;
    },
    generators: async ({ use }) => {
      if (use !== undefined) chosen.push(use);
      return { offered: offers.map((offer) => ({ ...offer, used: offer.id === chosen.at(-1) })), choices };
    },
    favourites: favourites
      ? {
          has: (run, index) => stars.value.has(`${run}/${index}`),
          async toggle(run, index) {
            stars.value = new Set([...stars.peek()].includes(`${run}/${index}`) ? [] : [`${run}/${index}`]);
          },
        }
      : undefined,
    memory: {
      read: (name) => memory.get(name),
      write: (name, value) => void memory.set(name, value),
      keyKept: () => keyKept,
    },
    languages: [language],
    ...(lint && { lint: Promise.resolve(lint) }),
  });
  screen.policy.value = policy;
  screen.offers.value = offers;
  screen.choices.value = choices;
  screen.change(settings);
  return {
    screen,
    /** Generations that were started. */
    started,
    memory,
    /** Generators that were chosen, by their ids; null for the proxy's own one. */
    chosen,
    cancelled: () => cancels,
    /** Favourites, as `run/index`. */
    starred: () => stars.value,
    /** Replaces the runs. */
    show: (...runs: readonly Run[]) => {
      shown.value = runs;
    },
  };
}

/** Renders a part of the screen as a surface does. Wrap changes of the state from outside in `change()`. */
export function draw(ui: ComponentChildren, opened: Opened = {}) {
  const door = openScreen(opened);
  const surroundings = createSurroundings(door.screen);
  const page = render(<Surround value={surroundings}>{ui}</Surround>);
  return {
    ...door,
    page,
    anchors: surroundings.anchors,
    user: userEvent.setup(),
    change: (changes: () => void) => act(changes),
  };
}
