import { computed, effect, signal } from '@preact/signals';
import { DEFAULT_LIMITS, NO_GENERATORS } from '../client/defaults.ts';
import type { Completed, GenerationInput } from '../client/events.ts';
import type { Choices, Generators, OfferedGenerator } from '../client/generators.ts';
import type { PolicyFacts } from '../client/policy.ts';
import type { Jobs } from './jobs.ts';
import type { KeyKept } from './key-kept.ts';
import { createLanguage, type LanguageDoor } from './language.ts';
import { createLinting, type Lint } from './lint.ts';
import { parseNegatives } from './negatives.ts';
import type { Run } from './run.ts';
import {
  complaintsOf,
  fitSettings,
  INITIAL_SETTINGS,
  randomSeed,
  type Settings,
  START_STRENGTH,
  toInput,
  toSettings,
} from './settings.ts';
import type { Theme } from './theme.ts';

/** Small values that outlive a surface. `negatives` is a list in JSON. */
export type MemoryName = 'language' | 'theme' | 'key' | 'negatives';

/** Dependencies of the screen, which differ between surfaces (page, popup, side panel). */
export interface Door extends LanguageDoor {
  readonly jobs: Jobs;
  readPolicy(options: { key: string; signal: AbortSignal }): Promise<PolicyFacts>;
  /** Asks what may be chosen, and chooses an image server; left out on surfaces without the choice. */
  readonly generators?: (options: {
    key: string;
    signal: AbortSignal;
    use?: string | null;
  }) => Promise<Generators>;
  /** Reads a prompt before it is sent; left out on surfaces without it. */
  readonly lint?: Promise<Lint>;
  /** Small values that outlive the surface; the key is one of them. */
  readonly memory: {
    read(name: MemoryName): string | undefined;
    write(name: MemoryName, value: string): void;
    /** How long the key is kept: until the window or the browser is closed, or on the disk. */
    keyKept(): KeyKept;
  };
  /** The pictures that were marked as favourites; left out on surfaces without a history. */
  readonly favourites?: Favourites | undefined;
}

/** Pictures that a person has marked, by run and position in it. */
export interface Favourites {
  /** Reads a signal, so that what is drawn follows. */
  has(run: number, index: number): boolean;
  toggle(run: number, index: number): Promise<void>;
}

export type Screen = ReturnType<typeof createScreen>;

/**
 * The screen's whole state as signals, and everything a person can do to it. One per surface. The texts of the
 * {@link firstLanguage} have to be loaded before.
 */
export function createScreen(door: Door) {
  const { language, speak, t } = createLanguage(door);
  const theme = signal<Theme>(themeOf(door.memory.read('theme')));
  const key = signal(door.memory.read('key') ?? '');
  const settings = signal<Settings>(INITIAL_SETTINGS);
  /** Whether complaints are shown; not before the first attempt to send. */
  const complaining = signal(false);
  /** The form before it was last filled in by anything but typing, and the prompt it was filled with. */
  const replaced = signal<{ readonly form: Settings; readonly by: string } | undefined>(undefined);
  /** The seed of the picture that the form was last filled in from, to vary it. */
  const varied = signal<number | undefined>(undefined);
  /** Whether the form was last filled in with a picture to start from. */
  const started = signal(false);
  /** Whether the person is about to choose a picture to start from. */
  const choosing = signal(false);
  /** Whether the form stays unfolded above its results in a small window. */
  const editing = signal(false);
  const policy = signal<PolicyFacts | undefined>(undefined);
  const offers = signal<readonly OfferedGenerator[]>([]);
  const choices = signal<Choices>(NO_GENERATORS.choices);
  /** The person's own negative prompts. */
  const negatives = signal(parseNegatives(door.memory.read('negatives')));
  const { runs } = door.jobs;

  const limits = computed(() => policy.value?.limits ?? DEFAULT_LIMITS);
  const current = computed(() => runs.value[0]);
  const running = computed(() => current.value?.phase === 'running');
  /** Whether a small window shows the results first: the form still has their prompt, and nobody edits it. */
  const folded = computed(() => {
    const run = current.value;
    const shown = run?.slots.some(({ status }) => status === 'screened') ?? false;
    return shown && !editing.value && run?.input.prompt === settings.value.prompt;
  });
  const complaints = computed(() => complaintsOf(settings.value, limits.value));
  // A prompt that is too long is not sent, so it is not read either.
  const prompt = computed(() => (complaints.value.prompt === 'too-long' ? '' : settings.value.prompt));
  const linting = createLinting(door.lint, prompt, policy);

  effect(() => door.memory.write('language', language.value));
  effect(() => door.memory.write('theme', theme.value));
  effect(() => door.memory.write('key', key.value));
  effect(() => door.memory.write('negatives', JSON.stringify(negatives.value)));

  let asked = 0;
  async function loadPolicy(): Promise<void> {
    const turn = ++asked;
    const facts = await door
      .readPolicy({ key: key.value, signal: AbortSignal.timeout(10_000) })
      // The screen works without these facts, and a generation reports a broken connection.
      .catch(() => undefined);
    // A later call, perhaps to another proxy, supersedes this one.
    if (turn !== asked) return;
    policy.value = facts;
    if (facts) settings.value = fitSettings(settings.value, facts.limits);
    if (facts) await loadGenerators();
  }

  /** @param use As of {@link Door.generators}. Without an answer nothing is offered. */
  async function loadGenerators(use?: string | null): Promise<void> {
    const signal = AbortSignal.timeout(10_000);
    const asked = door.generators?.({ key: key.value, signal, ...(use !== undefined && { use }) });
    const found = (await asked?.catch(() => undefined)) ?? NO_GENERATORS;
    offers.value = found.offered;
    choices.value = found.choices;
  }

  // A run that has ended may mean that the proxy is reachable now.
  effect(() => {
    if (current.value && !running.value && !policy.peek()) void loadPolicy();
  });

  function run(input: GenerationInput): void {
    if (running.value) return;
    editing.value = false;
    door.jobs.start(input, key.value);
  }

  function change(changes: Partial<Settings>): void {
    settings.value = { ...settings.value, ...changes };
  }

  function fill(changes: Partial<Settings>): void {
    const form = settings.value;
    change(changes);
    editing.value = true;
    varied.value = undefined;
    started.value = false;
    replaced.value = form.prompt.trim() === '' ? undefined : { form, by: settings.value.prompt };
  }

  function undoFill(): void {
    const form = replaced.value?.form;
    if (form) change(started.value ? { image: form.image } : form);
    replaced.value = undefined;
    varied.value = undefined;
    started.value = false;
  }

  return {
    language,
    speak,
    theme,
    key,
    settings,
    complaining,
    complaints,
    replaced,
    varied,
    started,
    choosing,
    policy,
    limits,
    runs,
    current,
    running,
    editing,
    folded,
    favourites: door.favourites,
    t,
    linting,
    loadPolicy,
    offers,
    choices,
    negatives,
    /** Makes an offered image server the generator, or the proxy's own one by null. */
    async useGenerator(id: string | null): Promise<void> {
      await loadGenerators(id);
      await loadPolicy();
    },
    change,
    /** Fills in fields from elsewhere: a picture, an example, a page. {@link undoFill} brings the form back. */
    fill,
    undoFill,
    /** Takes the prompt from its field. @param undoing Whether the browser's own undo brought it. */
    type(prompt: string, undoing: boolean): void {
      editing.value = true;
      const before = replaced.value;
      if (undoing && before && before.by !== prompt && before.form.prompt === prompt) undoFill();
      else change({ prompt });
    },
    /** Sends the form. Returns false and shows complaints if a field is invalid. */
    generate(): boolean {
      if (running.value) return true;
      const { prompt, negativePrompt, seed } = complaints.value;
      complaining.value = prompt !== undefined || negativePrompt || seed;
      if (complaining.value) return false;
      replaced.value = undefined;
      varied.value = undefined;
      started.value = false;
      choosing.value = false;
      run(toInput(settings.value, limits.value, choices.value));
      return true;
    },
    /** Repeats a run with a new seed. */
    regenerate(input: GenerationInput): void {
      run({ ...input, seed: randomSeed() });
    },
    /** Repeats a run unchanged, seed included, e.g. after a failure. */
    retry(input: GenerationInput): void {
      run(input);
    },
    /** Brings back the settings of a run, with the seed that it had or was given. */
    reuse({
      input,
      completed,
    }: Pick<Run, 'input'> & { readonly completed: Pick<Completed, 'seeds'> | undefined }): void {
      fill(toSettings(input, limits.value, settings.value, input.seed ?? completed?.seeds[0]));
    },
    /** Brings back the settings of an image with its seed, to change words and keep the composition. */
    vary(input: GenerationInput, seed: number): void {
      fill(toSettings(input, limits.value, settings.value, seed));
      varied.value = seed;
    },
    /** Puts a picture into the form, to start from. Every other field stays. @param b64 A JPEG, in base64. */
    startFrom(b64: string): void {
      const form = settings.value;
      fill({ image: { b64, strength: form.image?.strength ?? START_STRENGTH } });
      replaced.value = { form, by: form.prompt };
      started.value = true;
    },
    cancel: door.jobs.cancel,
    keyKept: door.memory.keyKept,
  };
}

function themeOf(stored: string | undefined): Theme {
  return stored === 'light' || stored === 'dark' ? stored : 'system';
}
