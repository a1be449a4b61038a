/** Media in prompts for pictures. */
const MEDIA =
  'oil painting, digital art, concept art, watercolor, photograph, photo, 3d render, ink drawing, pencil sketch, anime, ' +
  'comic book page, illustration, poster, matte painting, polaroid, film still, portrait, statue, album cover, mural, ' +
  'woodcut, pastel drawing, screenshot, storyboard, graffiti, tapestry, postcard, children’s book illustration';
/** Style words in prompts. */
const LOOKS =
  'highly detailed, intricate, sharp focus, 8k, 4k, hd, cinematic lighting, dramatic lighting, soft light, studio ' +
  'lighting, volumetric lighting, trending on artstation, octane render, unreal engine, symmetrical, smooth, elegant, ' +
  'fantasy, surreal, dark, moody, vibrant colors, pastel colors, black and white, wide angle, close up, 35 mm lens, ' +
  'bokeh, film grain, hyperrealistic, realistic, beautiful, award winning, masterpiece, best quality, matte, ultra ' +
  'realistic, depth of field, golden hour, baroque, art nouveau, impressionism, renaissance, cyberpunk, steampunk, ' +
  'vintage, minimalist, low poly, isometric, noir, gothic, art deco, ukiyo-e, pop art, monochrome, long exposure';
/** Other contents of a picture. */
const SCENES =
  'a quiet meadow with flowers, a busy market street, mountains in the background, a wooden house by a lake, falling ' +
  'snow, a city skyline at night, an old library, autumn leaves, a rainy window, a beach at sunset, a kitchen table ' +
  'with fruit, a train station, a spaceship corridor, a castle on a hill, birds in the sky, a neon sign, a foggy ' +
  'forest, a marble staircase, a desert road, a garden with a fountain, children’s toys on the floor, a blue door';
/** Of a hundred restyled prompts, how many also get a scene. */
const WITH_SCENE = 0.3;
const MOST_LOOKS = 5;

const listOf = (text: string): readonly string[] => text.split(', ');
const [media, looks, scenes] = [listOf(MEDIA), listOf(LOOKS), listOf(SCENES)];

/**
 * A prompt in the style of prompts for image models: a medium, style words, perhaps further content. Its label does not
 * change, so that a model learns that style is independent of safety: many sources of unsafe prompts have only plain
 * sentences, and many harmless ones have mostly style words.
 */
export function restyle(text: string, random: () => number): string {
  const pick = (list: readonly string[]): string => list[Math.floor(random() * list.length)] ?? '';
  const bare = text.replace(/[.\s]+$/, '');
  const said = random() < 0.5 ? bare.toLowerCase() : bare;
  const tail = Array.from({ length: 1 + Math.floor(random() * MOST_LOOKS) }, () => pick(looks));
  const scene = random() < WITH_SCENE ? [pick(scenes)] : [];
  const parts = random() < 0.5 ? [said, ...scene] : [...scene, said];
  const kind = random();
  if (kind < 0.35) parts[0] = `${pick(media)} of ${parts[0]}`;
  else if (kind < 0.7) parts.push(pick(media));
  return [...parts, ...tail].join(', ');
}
