import { en as phrases } from '@shoji/core/phrases';
import { failures } from './failures/en.ts';
import type { Messages } from './messages.ts';

const pictures = (n: number) => (n === 1 ? '1 picture' : `${n} pictures`);
const characters = (n: number) => (n === 1 ? '1 character' : `${n.toLocaleString('en')} characters`);
const number = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });

/** English. */
export const en: Messages = {
  tagline: 'A screen between you and the image model',
  interfaceLanguage: 'Language',
  theme: 'Appearance',
  themes: { system: 'Same as system', light: 'Light', dark: 'Dark' },

  form: {
    title: 'Your picture',
    prompt: 'Prompt',
    promptPlaceholder: 'What should the picture show?',
    promptMissing: 'Write what the picture should show.',
    left: (n) => `About ${characters(n)} left.`,
    tooLong: (n) => `${characters(n)} too many. Shorten the text: Shoji does not cut it off.`,
    replaced: 'Your earlier text was replaced.',
    started:
      'The form now starts from this picture, and your prompt is as it was. The picture is checked again before the model gets it.',
    undo: 'Undo',
    varied: (seed) =>
      `The form now has all settings of this picture, with its seed ${seed}. If you change some words, the first picture will be similar to it. If you change nothing, it will be the same.`,
    negative: 'Negative prompt',
    negativeHint: 'Things that should not be in the picture.',
    presets: 'Add to the negative prompt',
    presetNames: { flaws: 'Flaws', anatomy: 'Anatomy', lettering: 'Lettering', photo: 'Not drawn' },
    keepPreset: 'Keep as a preset',
    forgetPreset: (text) => `Remove the preset “${text}”`,
    model: 'Model',
    sampler: 'Sampler',
    scheduler: 'Scheduler',
    lora: 'LoRA',
    loraFind: (n) => `Add one of ${n.toLocaleString('en')}: type a part of its name`,
    loraAdd: 'Add',
    loraAdded: (name) => `${name} was added.`,
    loraRemove: (name) => `Remove ${name}`,
    loraRemoved: (name) => `${name} was removed.`,
    loraMatches: (n) =>
      n === 0
        ? 'The image server has no LoRA with this name.'
        : `${n.toLocaleString('en')} names contain this text. Type more of the name, or choose one.`,
    loraGone: 'The current image server does not have this one. It is left out.',
    image: 'Start from a picture',
    chooseImage: 'Choose a file',
    imageHint: 'It is checked before the model gets it, like the pictures that come back.',
    imageAlt: 'The picture to start from',
    imageStrength: 'How much changes',
    imageWithoutStrength: 'This model decides by itself how much changes. Say it in the prompt.',
    removeImage: 'Remove the picture',
    imageUnreadable: 'This file cannot be read as a picture.',
    serversChoice: 'Default of the server',
    notOffered: 'The current image server does not have this one. Its default is used instead.',
    size: 'Size',
    sizes: { square: 'Square', portrait: 'Portrait', landscape: 'Landscape', large: 'Large' },
    dimensions: (width, height) => `${width} × ${height} px`,
    count: 'Pictures',
    seed: 'Seed',
    seedHint: 'The same seed and settings give the same picture. Leave it empty for a new seed each time.',
    seedPlaceholder: 'New each time',
    seedInvalid: 'A seed is a whole number from 0 to 4294967295.',
    randomise: 'Pick a random seed',
    advanced: 'More settings',
    settings: 'Size, number and more',
    steps: 'Steps',
    guidance: 'Guidance scale',
    guidancePowerless: 'At 1 or below, the negative prompt has no effect.',
    generate: 'Generate',
    cancel: 'Cancel',
    edit: 'Edit',
    shortcut: (key) => `Press ${key} + Enter in the prompt to generate`,
  },

  empty: {
    title: 'Describe a picture',
    body: 'Your prompt is checked before the model sees it, and every picture before you do. The result is clear, blurred or withheld, always with the reason.',
    try: 'Try one of these',
    examples: [
      'A dog in a suit, reading the morning paper',
      'A quiet temple garden after the rain',
      'A lighthouse on a cliff at dusk, watercolour',
    ],
  },

  stages: {
    screening: 'Check the prompt',
    generating: 'Generate the pictures',
    checking: 'Check the pictures',
  },
  status: {
    waiting: 'The proxy has not answered yet. Still waiting.',
    screening: 'Checking the prompt.',
    generating: (n) => `Generating ${pictures(n)}.`,
    checking: (done, n) => `Checking the pictures: ${done} of ${n} done.`,
    regenerating: (attempt) => `A picture did not pass. Generating again, attempt ${attempt}.`,
    done: (clear, blurred, withheld, unchecked) =>
      `Finished: ${[
        clear > 0 ? `${clear} clear` : '',
        blurred > 0 ? `${blurred} blurred` : '',
        withheld > 0 ? `${withheld} withheld` : '',
        unchecked > 0 ? `${unchecked} could not be checked` : '',
      ]
        .filter(Boolean)
        .join(', ')}.`,
    refused: 'The prompt was refused. No picture was generated.',
    cancelled: 'Cancelled.',
  },
  elapsed: (seconds) => `${seconds} s`,
  percent: (fraction) => `${Math.round(fraction * 100)} %`,

  results: {
    title: 'Pictures',
    forPrompt: 'Prompt:',
    regenerate: 'Again with a new seed',
    cancelled: 'Cancelled. The connection was closed, which also stopped the work of the proxy.',
    warned: 'This prompt was allowed with a warning.',
    matched: (words) => `Matched: ${words.map((word) => `“${word}”`).join(', ')}`,
  },

  image: {
    name: (position) => `Picture ${position}`,
    action: (action, position) => `${action}, picture ${position}`,
    alt: (position, prompt) => `Picture ${position}: ${prompt}`,
    blurredAlt: (position) => `Picture ${position}, blurred`,
    decisions: { clear: 'Clear', blur: 'Blurred', withhold: 'Withheld' },
    because: {
      prompt_warned: 'because of the prompt',
      covered_by_you: 'your settings',
      no_image: 'not made',
    },
    joined: (reasons) => reasons.join(', '),
    uncovered: 'Revealed',
    unchecked: 'Could not be checked',
    uncheckedBody: 'A check failed, so this picture is not shown. It was not found to be unsafe.',
    withheldBody: 'This picture is not shown, and no part of it was sent to you.',
    lost: 'The proxy sent results that contradict each other for this picture, so it is not shown.',
    waiting: 'Generating',
    remaking: 'Generating again',
    reveal: 'Reveal',
    notRevealable: 'The operator does not allow blurred pictures to be revealed.',
    notKept: 'The original picture was not kept.',
    download: 'Download',
    downloadWithSettings: 'With settings',
    downloadWithSettingsHint:
      'Saves a PNG that also contains the prompt, the negative prompt, the seed and the settings.',
    downloadFailed: 'Could not be saved',
    copy: 'Copy',
    copied: 'Copied',
    copyFailed: 'Could not be copied',
    gone: 'The original picture was kept only until the browser was closed.',
    vary: 'Vary',
    varyHint:
      'Puts all settings of this picture into the form, with its seed, so that you can change the words and keep the composition.',
    start: 'Start from this picture',
    startHint:
      'Puts this picture into the form, so that new pictures begin with it. It is checked again before the model gets it.',
    startFailed: 'Could not be read',
    favourite: 'Favourite',
    seed: (seed) => `Seed ${seed}`,
    frames: (kept, of) => `${kept} of ${of} frames`,
    seenBy: (check, score) => `${check}, ${Math.round(score * 100)} %`,
  },

  lightbox: {
    title: 'Picture, large',
    at: (position, all) => `${position} of ${all}`,
    previous: 'Previous picture',
    next: 'Next picture',
    close: 'Close',
    compare: 'Compare',
    compareHint: 'Holds this picture and shows the next ones beside it.',
    refused: 'Refused',
    comma: ', ',
  },

  gap: ' ',
  quoted: (words) => words.map((word) => `“${word}”`).join(', '),
  lint: {
    word: { warn: 'leads to a warning.', reject: 'leads to a refusal.' },
    instead: 'Instead:',
    leaveOut: 'Leave it out',
    use: (word, before) => `Write “${word}” instead of “${before}”`,
    leaveOutWord: (before) => `Leave it out: “${before}”`,
    whole: {
      warn: 'The prompt as a whole may lead to a warning.',
      reject: 'The prompt as a whole may be refused.',
    },
  },

  refusal: {
    title: 'This prompt was refused',
    body: 'No picture was generated. Your prompt is still in the form: change it and try again.',
    reasons: 'Why',
    rewording: 'How to reword it',
    unexplained: 'The operator’s policy does not say more about the reason.',
    edit: 'Edit the prompt',
  },

  failures,
  failure: {
    kept: 'Your prompt and settings are still here.',
    retry: 'Try again',
    retryAfter: (seconds) => `Try again in ${seconds === 1 ? '1 second' : `${seconds} seconds`}.`,
    serverSays: 'The proxy says:',
    status: (status) => `The proxy answered with HTTP status ${status}.`,
    key: 'Key',
    keyHints: {
      window: 'Kept until you close this window, and sent to the proxy only.',
      browser: 'Kept until the browser is closed, and sent to the proxy only.',
      disk: 'Kept on this computer, as your settings say, and sent to the proxy only.',
    },
    useKey: 'Use this key',
  },

  facts: {
    title: 'Timings and details',
    attempts: 'Attempts',
    seeds: 'Seeds',
    generator: 'Generator',
    loras: (loras) => loras.map(({ name, weight }) => `${name} (${weight})`).join(', '),
    stages: {
      rules: 'Prompt rules',
      classify: 'Prompt classifiers',
      generate: 'Generation',
      moderate: 'Picture checks',
      total: 'Total',
    },
    duration: (ms) => (ms < 1000 ? `${number.format(ms)} ms` : `${number.format(ms / 1000)} s`),
    cost: 'Estimated cost',
    dollars: (usd) => `US$ ${usd.toFixed(usd < 0.01 && usd > 0 ? 5 : 3)}`,
    checks: 'Checks',
    check: (check, on, outcome, duration) =>
      `${check} (${on === 'prompt' ? 'prompt' : 'picture'}): ${outcome}, ${duration}`,
    outcomes: { passed: 'passed', flagged: 'flagged', failed: 'could not check', skipped: 'could not read' },
  },

  policy: {
    name: (name) => `Policy: ${name}`,
    sample: 'Sample pictures',
    sampleBody:
      'No image model is connected. Pictures are composed from illustrations that match your words.',
    uncovered: 'Not covered by any check',
    uncoveredUnknown: 'The proxy does not say what its checks cannot see.',
    uncoveredIn: (side, categories) =>
      `In ${side === 'prompt' ? 'prompts' : 'pictures'}: ${categories.join(', ')}.`,
  },

  offers: {
    title: 'Image servers on this computer',
    use: (name) => `Generate with ${name}`,
    used: (name) => `Generating with ${name}`,
    back: 'Back to the generator of the proxy',
  },

  phrases,
  ownWarnings: {
    covered_by_you: () => 'Blurred because your own settings ask for it.',
    no_image: () => 'The image model did not return this picture.',
  },
};
