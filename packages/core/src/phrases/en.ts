import { generationWarnings, screeningWarnings } from './en-warnings.ts';
import type { Phrases } from './phrases.ts';

// Constants beside each other instead of one object, so that a bundle holds only those that it uses.

export const names: Phrases['names'] = {
  sexual: 'sexual content',
  nudity: 'nudity',
  suggestive: 'suggestive content',
  'sexual-minors': 'sexualised minors',
  minor: 'minors',
  'real-person': 'real people',
  face: 'faces',
  violence: 'violence',
  graphic: 'disturbing content',
  hate: 'hate',
  harassment: 'harassment',
  'self-harm': 'self-harm',
  drugs: 'drugs',
  'alcohol-tobacco': 'alcohol or tobacco',
  gambling: 'gambling',
  'rude-gestures': 'rude gestures',
  profanity: 'profanity',
  illegal: 'illegal acts',
  blocked: 'blocked pictures',
  toxicity: 'toxic language',
};

export const promptReasons: Phrases['promptReasons'] = {
  sexual: 'The prompt may ask for something sexual.',
  nudity: 'The prompt may ask for nudity.',
  suggestive: 'The prompt is suggestive.',
  'sexual-minors': 'The prompt puts a minor in a sexual context.',
  minor: 'The prompt names a person under 18.',
  'real-person': 'The prompt sexualises or degrades a real person.',
  face: 'The prompt asks for a face.',
  violence: 'The prompt describes violence.',
  graphic: 'The prompt describes something gory or disturbing.',
  hate: 'The prompt attacks a group of people or uses a symbol of hate.',
  harassment: 'The prompt insults or threatens somebody.',
  'self-harm': 'The prompt describes self-harm.',
  drugs: 'The prompt is about drugs.',
  'alcohol-tobacco': 'The prompt is about alcohol or tobacco.',
  gambling: 'The prompt is about gambling.',
  'rude-gestures': 'The prompt asks for a rude gesture.',
  profanity: 'The prompt contains a swear word.',
  illegal: 'The prompt describes an illegal act.',
  blocked: 'The prompt is blocked.',
  toxicity: 'The prompt was judged as toxic. The check cannot say more exactly why.',
};

export const imageReasons: Phrases['imageReasons'] = {
  sexual: 'The picture may show something sexual.',
  nudity: 'The picture may show nudity.',
  suggestive: 'The picture may show suggestive content.',
  'sexual-minors': 'The picture may show a minor in a sexual context.',
  minor: 'The picture may show a person under 18.',
  'real-person': 'The picture may sexualise a real person.',
  face: 'The picture shows a face.',
  violence: 'The picture may show violence.',
  graphic: 'The picture may be gory or disturbing.',
  hate: 'The picture may show a symbol of hate.',
  harassment: 'The picture may humiliate somebody.',
  'self-harm': 'The picture may show self-harm.',
  drugs: 'The picture may show drugs.',
  'alcohol-tobacco': 'The picture may show alcohol or tobacco.',
  gambling: 'The picture may show gambling.',
  'rude-gestures': 'The picture may show a rude gesture.',
  profanity: 'The picture may contain a swear word.',
  illegal: 'The picture may show an illegal act.',
  blocked: 'The picture is on the list of blocked pictures.',
  toxicity: 'The picture was judged as toxic. The check cannot say more exactly why.',
};

export const hints: Phrases['hints'] = {
  sexual: 'Describe clothes, actions and mood, without anything sexual.',
  nudity: 'Say what the people wear.',
  suggestive: 'Use words such as “elegant”, “confident” or “stylish”.',
  'sexual-minors': 'Choose another subject.',
  minor: 'Choose adults as the subject.',
  'real-person': 'Choose an invented person, or leave out the sexual, violent or degrading part.',
  face: 'Leave the face out.',
  violence: 'Show the moment before or after, or the tension in a face, instead of the act.',
  graphic: 'Leave out injuries and dead bodies. Mood, shadows or weather can be dramatic too.',
  hate: 'Describe people without demeaning words or symbols.',
  harassment: 'Describe the person without insults or threats.',
  'self-harm':
    'Show sorrow or hope by posture, light and place. If this is about you, please talk to somebody you trust.',
  drugs: 'Leave the drugs out and describe the place or the people.',
  'alcohol-tobacco': 'Use tea, coffee or juice instead.',
  gambling: 'Choose a game without stakes.',
  'rude-gestures': 'Show the feeling in the face.',
  profanity: 'Leave the swear word out. The picture stays the same.',
  illegal: 'Describe the scene without the act itself.',
  blocked: 'Choose another picture.',
  toxicity: 'Use neutral, descriptive words.',
};

// A call that is marked as pure is left out of a bundle that does not use its result.
export const warnings: Phrases['warnings'] = /* @__PURE__ */ Object.assign(
  {},
  screeningWarnings,
  generationWarnings,
);
