import { ILLUSTRATIONS, isAlive, isPerson } from '../illustrations.ts';
import { n } from '../paint/draw.ts';
import type { Action } from '../prompt/action-words.ts';
import { type Drawn, drawnOf } from './drawn.ts';

/** A circle around a head, in the units of its drawing. */
export interface Head {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

/** Heads of whole figures, measured on the drawings; those of women are near enough. */
const WHOLE: readonly (readonly [RegExp, Head])[] = [
  [/-standing$/, { x: 64, y: 17, radius: 14 }],
  [/-walking$/, { x: 53, y: 18, radius: 14 }],
  [/-running$/, { x: 61, y: 18, radius: 15 }],
  [/^man-dancing$/, { x: 60, y: 20, radius: 16 }],
  [/^woman-dancing$/, { x: 56, y: 27, radius: 16 }],
  [/^ballet-dancer$/, { x: 57, y: 25, radius: 14 }],
  [/suit-levitating$/, { x: 64, y: 17, radius: 13 }],
  [/-rowing-boat$/, { x: 74, y: 24, radius: 16 }],
  [/-biking$/, { x: 45, y: 21, radius: 17 }],
  [/-bouncing-ball$/, { x: 52, y: 21, radius: 16 }],
  [/-lifting-weights$/, { x: 63, y: 41, radius: 14 }],
  [/-in-lotus-position$/, { x: 64, y: 28, radius: 23 }],
  [/-kneeling$/, { x: 53, y: 20, radius: 15 }],
  [/-golfing$/, { x: 66, y: 17, radius: 13 }],
  [/^horse-racing$/, { x: 47, y: 17, radius: 15 }],
  [/^skier$/, { x: 36, y: 18, radius: 14 }],
  [/^snowboarder$/, { x: 48, y: 21, radius: 16 }],
  [/superhero$/, { x: 82, y: 22, radius: 15 }],
];

/** Faces of people and animals that are otherwise drawn whole. */
const FACES: Readonly<Record<string, string>> = {
  'woman-standing': 'woman',
  'woman-walking': 'woman',
  'man-standing': 'man',
  'man-walking': 'man',
  'person-standing': 'person',
  'person-walking': 'person',
  monkey: 'monkey-face',
  dog: 'dog-face',
  cat: 'cat-face',
  tiger: 'tiger-face',
  horse: 'horse-face',
  cow: 'cow-face',
  ox: 'cow-face',
  pig: 'pig-face',
  mouse: 'mouse-face',
  rat: 'mouse-face',
  rabbit: 'rabbit-face',
  dragon: 'dragon-face',
};

/** Whether a drawing shows a head and nothing, or little, below it. */
const isHead = ({ icon, role }: Drawn) => role === 'head' || /^(princess|prince)$/.test(icon);

/** The circle around the head of this drawing, if it has one. */
export function headOf(drawn: Drawn): Head | undefined {
  const { icon, kind, box, role } = drawn;
  const whole = WHOLE.find(([pattern]) => pattern.test(icon))?.[1];
  if (whole !== undefined) return whole;
  const [left, top, width, height] = box;
  if (isHead(drawn)) return { x: left + width / 2, y: top + height / 2, radius: Math.min(width, height) / 2 };
  if (role === 'bust') return { x: 64, y: 50, radius: 43 };
  if (kind === 'animal-bird') return { x: left + width * 0.45, y: top + height * 0.2, radius: height * 0.18 };
  return undefined;
}

/** The face of a person or animal, alone. Undefined for an animal that has only a whole drawing. */
export function faceOf(drawn: Drawn): Drawn | undefined {
  const face = ILLUSTRATIONS.get(FACES[drawn.icon] ?? '');
  if (face !== undefined) return drawnOf(face);
  if (isHead(drawn)) return drawn;
  if (drawn.role !== 'bust') return undefined;
  const [left, top, width] = drawn.box;
  // Head and hair, without shoulders.
  return {
    ...drawn,
    role: 'head',
    box: [left, top, width, 95 - top],
    body: (prefix) => cropped(drawn.body(prefix), 95),
  };
}

function cropped(body: string, bottom: number): string {
  return `<svg x="0" y="0" width="128" height="${bottom}" viewBox="0 0 128 ${bottom}" overflow="hidden">${body}</svg>`;
}

/** Puts the head of `who` on `body`. The result has the size of `body`. */
export function withHead(body: Drawn, at: Head, who: Drawn): Drawn {
  const face = faceOf(who);
  if (face === undefined) return body;
  const [left, top, width, height] = face.box;
  const side = at.radius * (who.role === 'bust' ? 2.5 : 2.35);
  const scale = side / (who.role === 'bust' ? 100 : Math.max(width, height));
  const [w, h] = [width * scale, height * scale];
  const y = who.role === 'bust' ? at.y - (50 - top) * scale : at.y - h / 2;
  const [bodyLeft, bodyTop, bodyWidth, bodyHeight] = body.box;
  const newTop = Math.min(bodyTop, y);
  return {
    ...body,
    box: [bodyLeft, newTop, bodyWidth, bodyTop + bodyHeight - newTop],
    body: (prefix) =>
      `${body.body(`${prefix}b`)}<svg x="${n(at.x - w / 2)}" y="${n(y)}" width="${n(w)}" height="${n(h)}" viewBox="${left} ${top} ${width} ${height}" overflow="visible">${face.body(`${prefix}h`)}</svg>`,
  };
}

const STANDING: Action = { woman: 'woman-standing', other: 'man-standing' };

/** People of whom a prompt says no more than that they are people. */
export const GENERIC = /^((wo)?man|person)-(standing|walking|curly-hair|red-hair|blond-hair|running)$/;

/** The whole figure of a person, who stands unless the prompt says what the person does. */
export function wholeFigure(who: Drawn, action: Action = STANDING): Drawn {
  const isWoman = /^(woman|girl|old-woman|princess)/.test(who.icon);
  const illustration = ILLUSTRATIONS.get(isWoman ? action.woman : action.other);
  if (illustration === undefined) return who;
  const figure: Drawn = { ...drawnOf(illustration), role: 'standing' };
  const head = headOf(figure);
  if (head === undefined || GENERIC.test(who.icon)) return figure;
  return withHead(figure, head, who);
}

/** A person or an animal that does something. An animal without a drawing of its face stays as it is. */
export function doing(who: Drawn, action: Action | undefined): Drawn {
  if (action === undefined || !isAlive(who)) return who;
  if (/^person-(activity|sport|resting)$/.test(who.kind) && !GENERIC.test(who.icon)) return who;
  // Animals run, walk and sit as they are drawn.
  if (
    !isPerson(who) &&
    (faceOf(who) === undefined ||
      /-(running|walking|standing|in-lotus-position|climbing)$/.test(action.other))
  )
    return who;
  return wholeFigure(who, action);
}
