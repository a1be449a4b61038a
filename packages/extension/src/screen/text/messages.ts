import type { Phrases } from '@shoji/core/phrases';
import type { CheckOutcome, WeightedLora } from '../client/events.ts';
import type { KeyKept } from '../state/key-kept.ts';
import type { NegativePreset } from '../state/negatives.ts';
import type { SizeName } from '../state/settings.ts';
import type { Theme } from '../state/theme.ts';
import type { FailureTexts } from './failures/texts.ts';

/** Warnings that the screen itself gives. */
export const OWN_WARNING_CODES = ['no_image', 'covered_by_you'] as const;
export type OwnWarningCode = (typeof OWN_WARNING_CODES)[number];

/** Every text of the screen. A catalogue that lacks one does not compile. */
export interface Messages {
  readonly tagline: string;
  readonly interfaceLanguage: string;
  readonly theme: string;
  readonly themes: Readonly<Record<Theme, string>>;

  readonly form: {
    readonly title: string;
    readonly prompt: string;
    readonly promptPlaceholder: string;
    readonly promptMissing: string;
    /** Near the limit: about so many characters fit. */
    readonly left: (characters: number) => string;
    readonly tooLong: (characters: number) => string;
    /** The form was filled in from elsewhere. */
    readonly replaced: string;
    /** A picture to start from was put into the form. */
    readonly started: string;
    readonly undo: string;
    /** The settings of a picture are in the form again, to vary it: what that does. */
    readonly varied: (seed: number) => string;
    readonly negative: string;
    readonly negativeHint: string;
    /** Negative prompts to choose from. */
    readonly presets: string;
    readonly presetNames: Readonly<Record<NegativePreset, string>>;
    readonly keepPreset: string;
    readonly forgetPreset: (text: string) => string;
    readonly model: string;
    readonly sampler: string;
    readonly scheduler: string;
    readonly lora: string;
    /** Labels the field that finds a LoRA by a part of its name. */
    readonly loraFind: (names: number) => string;
    readonly loraAdd: string;
    readonly loraAdded: (name: string) => string;
    readonly loraRemove: (name: string) => string;
    readonly loraRemoved: (name: string) => string;
    /** The typed text belongs to no name, or to several. */
    readonly loraMatches: (names: number) => string;
    readonly loraGone: string;
    /** The picture to start from. */
    readonly image: string;
    readonly chooseImage: string;
    readonly imageHint: string;
    readonly imageAlt: string;
    readonly imageStrength: string;
    /** Instead of the strength, where the model takes none. */
    readonly imageWithoutStrength: string;
    readonly removeImage: string;
    readonly imageUnreadable: string;
    /** Of a model or sampler: the one that the server uses by itself. */
    readonly serversChoice: string;
    readonly notOffered: string;
    readonly size: string;
    readonly sizes: Readonly<Record<SizeName, string>>;
    readonly dimensions: (width: number, height: number) => string;
    readonly count: string;
    readonly seed: string;
    readonly seedHint: string;
    readonly seedPlaceholder: string;
    readonly seedInvalid: string;
    readonly randomise: string;
    readonly advanced: string;
    readonly settings: string;
    readonly steps: string;
    readonly guidance: string;
    readonly guidancePowerless: string;
    readonly generate: string;
    readonly cancel: string;
    /** Unfolds the form above its results. */
    readonly edit: string;
    readonly shortcut: (key: string) => string;
  };

  readonly empty: {
    readonly title: string;
    readonly body: string;
    readonly try: string;
    readonly examples: readonly [string, string, string];
  };

  readonly stages: { readonly screening: string; readonly generating: string; readonly checking: string };
  /** The status line, announced when it changes. */
  readonly status: {
    readonly waiting: string;
    readonly screening: string;
    readonly generating: (images: number) => string;
    readonly checking: (done: number, images: number) => string;
    readonly regenerating: (attempt: number) => string;
    readonly done: (clear: number, blurred: number, withheld: number, unchecked: number) => string;
    readonly refused: string;
    readonly cancelled: string;
  };
  readonly elapsed: (seconds: number) => string;
  readonly percent: (fraction: number) => string;

  readonly results: {
    readonly title: string;
    readonly forPrompt: string;
    readonly regenerate: string;
    readonly cancelled: string;
    readonly warned: string;
    readonly matched: (words: readonly string[]) => string;
  };

  readonly image: {
    readonly name: (position: number) => string;
    /** Accessible name of a button that belongs to one of several images. */
    readonly action: (action: string, position: number) => string;
    readonly alt: (position: number, prompt: string) => string;
    readonly blurredAlt: (position: number) => string;
    readonly decisions: Readonly<Record<'clear' | 'blur' | 'withhold', string>>;
    /** Reasons in a few words, beside the decision. */
    readonly because: Readonly<Record<'prompt_warned' | OwnWarningCode, string>>;
    /** Several reasons in a few words. */
    readonly joined: (reasons: readonly string[]) => string;
    readonly uncovered: string;
    readonly unchecked: string;
    readonly uncheckedBody: string;
    readonly withheldBody: string;
    readonly lost: string;
    readonly waiting: string;
    readonly remaking: string;
    readonly reveal: string;
    readonly notRevealable: string;
    readonly notKept: string;
    readonly download: string;
    readonly downloadWithSettings: string;
    readonly downloadWithSettingsHint: string;
    readonly downloadFailed: string;
    readonly copy: string;
    readonly copied: string;
    readonly copyFailed: string;
    readonly gone: string;
    readonly vary: string;
    readonly varyHint: string;
    readonly start: string;
    readonly startHint: string;
    readonly startFailed: string;
    readonly favourite: string;
    readonly seed: (seed: number) => string;
    /** How many frames of an animation are shown. */
    readonly frames: (kept: number, of: number) => string;
    readonly seenBy: (check: string, score: number) => string;
  };

  /** One picture large. */
  readonly lightbox: {
    readonly title: string;
    readonly at: (position: number, all: number) => string;
    readonly previous: string;
    readonly next: string;
    readonly close: string;
    readonly compare: string;
    readonly compareHint: string;
    readonly refused: string;
    /** Between two facts about a picture. */
    readonly comma: string;
  };

  /** Separator between two sentences. */
  readonly gap: string;
  /** Words of a prompt inside a sentence. */
  readonly quoted: (words: readonly string[]) => string;
  /** Likely decision on a prompt that was not sent: for its words, or, less certain, as a whole. */
  readonly lint: Readonly<Record<'word' | 'whole', Readonly<Record<'warn' | 'reject', string>>>> & {
    /** Heads the words to choose from. */
    readonly instead: string;
    /** Takes the objected word out. */
    readonly leaveOut: string;
    /** Accessible name of a word that replaces another one. */
    readonly use: (word: string, before: string) => string;
    readonly leaveOutWord: (before: string) => string;
  };

  readonly refusal: {
    readonly title: string;
    readonly body: string;
    readonly reasons: string;
    readonly rewording: string;
    readonly unexplained: string;
    readonly edit: string;
  };

  readonly failures: FailureTexts;
  readonly failure: {
    readonly kept: string;
    readonly retry: string;
    readonly retryAfter: (seconds: number) => string;
    readonly serverSays: string;
    readonly status: (status: number) => string;
    readonly key: string;
    readonly keyHints: Readonly<Record<KeyKept, string>>;
    readonly useKey: string;
  };

  readonly facts: {
    readonly title: string;
    readonly attempts: string;
    readonly seeds: string;
    readonly generator: string;
    /** LoRAs with their weights. */
    readonly loras: (loras: readonly WeightedLora[]) => string;
    readonly stages: Readonly<Record<'rules' | 'classify' | 'generate' | 'moderate' | 'total', string>>;
    readonly duration: (ms: number) => string;
    readonly cost: string;
    readonly dollars: (usd: number) => string;
    readonly checks: string;
    readonly check: (check: string, on: CheckOutcome['on'], outcome: string, duration: string) => string;
    readonly outcomes: Readonly<Record<CheckOutcome['status'], string>>;
  };

  readonly policy: {
    readonly name: (name: string) => string;
    readonly sample: string;
    readonly sampleBody: string;
    readonly uncovered: string;
    /** Where the server says nothing of it, which must not read as if the checks saw everything. */
    readonly uncoveredUnknown: string;
    readonly uncoveredIn: (side: 'prompt' | 'image', categories: readonly string[]) => string;
  };

  /** Image servers that were found on the proxy's machine. */
  readonly offers: {
    readonly title: string;
    readonly use: (name: string) => string;
    readonly used: (name: string) => string;
    readonly back: string;
  };

  /** Core's phrases: categories and the server's warnings. */
  readonly phrases: Phrases;
  readonly ownWarnings: Readonly<Record<OwnWarningCode, () => string>>;
}
