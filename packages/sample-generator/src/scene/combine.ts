import { ILLUSTRATIONS, isAlive, isPerson } from '../illustrations.ts';
import { ACTION_WORDS, type Action } from '../prompt/action-words.ts';
import type { Relation } from '../prompt/relation-words.ts';
import { type Drawn, drawnOf, type Part, together, widthOf } from './drawn.ts';
import { faceOf, GENERIC, headOf, wholeFigure, withHead } from './heads.ts';

/** Units of a standing person's height. */
const PERSON = 100;
/** Differences in size are smaller than in reality: a mouse on an elephant remains visible. */
const SHRINKING = 0.55;

/** Things with an opening, of which the front hides what is inside: the share of the height that is open. */
const CONTAINERS: readonly (readonly [RegExp, number])[] = [
  [/^(package|basket|bucket|shopping-cart|nest-with-eggs|empty-nest|pot-of-food)$/, 0.3],
  [/^top-hat$/, 0.1],
  [/^bowl$/, -0.08],
  [/^(vase|jar|amphora|glass-of-milk|potted-plant)$/, 0.12],
  [/^(bathtub|canoe|sailboat|speedboat|motor-boat|pirate-ship|ship)$/, 0.5],
  [/^(automobile|taxi|pickup-truck|racing-car|balloon|teacup-without-handle|hot-beverage|bed)$/, 0.35],
];
/** Things whose contents are seen through them. */
const TRANSPARENT =
  /^(fork-and-knife-with-plate|fishbowl|bubbles|crystal-ball|window|mirror|television|framed-picture)$/;
/** Where a thing stands on another: the share of the lower one's height below its top. */
const SURFACES: readonly (readonly [RegExp, number])[] = [
  [/^table$/, 0.08],
  [/^(bench|chair|armchair|couch-and-lamp)$/, 0.52],
  [/^bed$/, 0.45],
  [/^(branch|pond-leaf|pond)$/, 0.45],
  [/^(horse|camel|elephant|donkey|ox|unicorn|zebra|dragon|llama|deer|moose|cow)$/, 0.36],
  [/^(motorcycle|motor-scooter|bicycle|kick-scooter|tractor|sled)$/, 0.5],
  [/^(skateboard|skis)$/, 0.3],
  [/^bridge$/, 0.3],
  [/-tree$/, 0.5],
  [/^(ship|passenger-ship|pirate-ship|sailboat|canoe)$/, 0.4],
];
const SEATS = /^(bench|chair|armchair|couch-and-lamp|bed)$/;
const HATS =
  /^(top-hat|pirate-hat|cowboy-hat|womans-hat|crown|billed-cap|graduation-cap|rescue-workers-helmet|military-helmet)$/;
const EYEWEAR = /^(glasses|sunglasses|goggles|diving-mask)$/;
/** Clothes that show a body: the height of the neck, and the size of a head above it. */
const CLOTHES: readonly (readonly [RegExp, number, number])[] = [
  [/^(t-shirt|womans-clothes|safety-vest)$/, 8, 30],
  [/^(dress|sari)$/, 10, 21],
  [/^(coat|kimono|lab-coat|martial-arts-uniform)$/, 10, 22],
];
const SITTING = ACTION_WORDS.get('sitting');
/** Animals and vehicles that a drawing shows with their rider. */
const RIDERS: ReadonlyMap<string, Action | undefined> = new Map([
  ['horse', ACTION_WORDS.get('riding a horse')],
  ['bicycle', ACTION_WORDS.get('cycling')],
]);
const IN_THE_SKY = /^(sky-weather|sky-light)$/;

export const isContainer = ({ icon }: Drawn) => CONTAINERS.some(([pattern]) => pattern.test(icon));
const isUmbrella = ({ icon }: Drawn) => /^umbrella/.test(icon);
const sizeOf = ({ tall }: Drawn) => PERSON * tall ** SHRINKING;
const tallOf = (size: number) => (size / PERSON) ** (1 / SHRINKING);

/**
 * Shows `things` and `other` as one figure, where the relation says how they touch.
 * @returns Undefined when they stand side by side.
 */
export function combine(things: readonly Drawn[], relation: Relation, other: Drawn): Drawn | undefined {
  const [first] = things;
  if (first === undefined) return undefined;
  // A fish is in a bowl of glass.
  const glass = ILLUSTRATIONS.get('fishbowl');
  if (relation === 'in' && other.icon === 'bowl' && first.kind === 'animal-marine' && glass !== undefined)
    return putIn(things, drawnOf(glass));
  switch (relationOf(first, relation, other)) {
    case 'wear':
      return things.length === 1 ? wear(first, other) : undefined;
    case 'hold':
      if (things.length > 1) return other.icon === 'umbrella' ? shelter(things, other) : undefined;
      return hold(first, other);
    case 'ride':
    case 'on':
      if (other.icon === 'fork-and-knife-with-plate') return putIn(things, other);
      return IN_THE_SKY.test(other.kind) && !other.isDisc ? undefined : stand(things, other);
    case 'in':
      return putIn(things, other);
    case 'with':
      return stand([other], first);
    case 'under':
      return shelter(things, other);
    case 'over':
      return first.role === 'flying' ? undefined : stand(things, other, 0.16);
    default:
      return undefined;
  }
}

/** The meaning of a word for these things: a dog "in" a suit wears it, a cake "with" candles is beside them. */
function relationOf(thing: Drawn, relation: Relation, other: Drawn): Relation {
  const isWorn = HATS.test(other.icon) || EYEWEAR.test(other.icon) || isClothing(other);
  if (isAlive(thing) && isWorn && /^(in|with|wear)$/.test(relation))
    return inHat(thing, relation, other) ? 'in' : 'wear';
  // A desk with a lamp has it on top.
  if (relation === 'with' && /^(table|bench|bookshelf)$/.test(thing.icon) && isHandy(other)) return 'with';
  if (relation === 'with') return isAlive(thing) && isHandy(other) ? 'hold' : 'beside';
  if (relation === 'hold') return isAlive(thing) && isHandy(other) ? 'hold' : 'beside';
  if (relation === 'in' && isAlive(thing) && (SEATS.test(other.icon) || /-tree$/.test(other.icon)))
    return 'on';
  if (relation === 'in' && !isContainer(other) && !TRANSPARENT.test(other.icon)) return 'beside';
  return relation;
}

/** A rabbit "in" a hat is inside it. */
const inHat = (thing: Drawn, relation: Relation, { icon }: Drawn) =>
  relation === 'in' && icon === 'top-hat' && !isPerson(thing);
const isClothing = ({ icon }: Drawn) =>
  /^(necktie|scarf|headphone)$/.test(icon) || CLOTHES.some(([pattern]) => pattern.test(icon));
const isHandy = ({ kind, icon, role }: Drawn) =>
  !/^(person|face|place|transport|animal-mammal|bridge)/.test(kind) &&
  !/-tree$|^(table|bench|armchair|fireplace|bookshelf|couch|bed|door|campfire|fence|branch|christmas-tree|snowman)/.test(
    icon,
  ) &&
  (role !== 'flying' ||
    /^(balloon|kite|red-paper-lantern|glowing-star|cherry-blossom|maple-leaf|sparkles)$/.test(icon));

function partsInRow(things: readonly Drawn[], size: number, middle: number, base: number): Part[] {
  const widths = things.map((thing) => widthOf(thing, size));
  const whole = widths.reduce((sum, width) => sum + width * 0.92, 0);
  let x = middle - whole / 2;
  return things.map((drawn, at) => {
    const part = { drawn, x, base, height: size };
    x += (widths[at] ?? 0) * 0.92;
    return part;
  });
}

/** People are whole where they touch something; a head needs a body. On a seat they sit. */
function embodied(thing: Drawn, lower?: Drawn): Drawn {
  const isWhole = thing.role !== 'bust' && thing.role !== 'head';
  if (!isPerson(thing) || (isWhole && !GENERIC.test(thing.icon))) return thing;
  if (lower !== undefined && SEATS.test(lower.icon)) return dressed(wholeFigure(thing, SITTING), thing);
  return isWhole ? thing : dressed(wholeFigure(thing), thing);
}

const dressed = (figure: Drawn, { worn }: Drawn) => (worn === undefined ? figure : wear(figure, worn));

function stand(things: readonly Drawn[], lower: Drawn, gap = 0): Drawn {
  const [rider] = things;
  const ridden = RIDERS.get(lower.icon);
  if (rider !== undefined && ridden !== undefined && things.length === 1 && isPerson(rider) && gap === 0)
    return dressed(wholeFigure(rider, ridden), rider);
  const upper = things.map((thing) => embodied(thing, lower));
  const [first] = upper;
  const above = Math.max(...upper.map(sizeOf)) * (first !== undefined && isAlive(first) ? 1 : 0.9);
  const isFurniture = /^(table|bench|couch-and-lamp|bed|bridge|branch)$/.test(lower.icon);
  const below = Math.max(sizeOf(lower), above * (isFurniture ? 0.62 : 0.5));
  const row = upper.reduce((sum, thing) => sum + widthOf(thing, above), 0);
  // The lower one is wide enough for all.
  const height = Math.max(below, Math.min(above * 1.6, (row * 0.8 * lower.box[3]) / lower.box[2]));
  const surface = SURFACES.find(([pattern]) => pattern.test(lower.icon))?.[1] ?? 0.12;
  const base = -height * (1 - surface) - height * gap;
  const width = widthOf(lower, height);
  const middle = lower.icon === 'branch' ? width * 0.55 : width * 0.5;
  const parts = [{ drawn: lower, x: 0, base: 0, height }, ...partsInRow(upper, above, middle, base)];
  const whole = Math.max(height, above - base);
  return together(lower, parts, { tall: tallOf(whole), isDisc: false, role: groundedRole(lower) });
}

const groundedRole = ({ role }: Drawn) => (role === 'swimming' || role === 'distant' ? role : 'standing');

function putIn(things: readonly Drawn[], container: Drawn): Drawn {
  const outer = Math.max(sizeOf(container), 60);
  const width = widthOf(container, outer);
  const role = groundedRole(container);
  if (TRANSPARENT.test(container.icon)) {
    const size = outer * 0.42;
    const inner = partsInRow(things, size, width / 2, -outer * 0.24);
    return together(container, [{ drawn: container, x: 0, base: 0, height: outer }, ...inner], { role });
  }
  const open = CONTAINERS.find(([pattern]) => pattern.test(container.icon))?.[1] ?? 0.3;
  const mouth = container.icon === 'vase' ? width * 1.5 : width * 0.86;
  const widest = mouth / things.reduce((sum, thing) => sum + widthOf(thing, 1), 0);
  const size = Math.min(outer * 0.95, Math.max(widest, outer * 0.4));
  const base = -outer * (1 - open) + size * 0.3;
  const inner = partsInRow(things, size, width / 2, base);
  // The top hat stands on its crown, so that there is something to be in.
  const drawn = container.icon === 'top-hat' ? upsideDown(container) : container;
  const parts = [...inner, { drawn, x: 0, base: 0, height: outer }];
  return together(container, parts, { tall: tallOf(Math.max(outer, size - base)), role });
}

function upsideDown(drawn: Drawn): Drawn {
  const [, top, , height] = drawn.box;
  return {
    ...drawn,
    body: (prefix) => `<g transform="translate(0 ${2 * top + height}) scale(1 -1)">${drawn.body(prefix)}</g>`,
  };
}

function shelter(things: readonly Drawn[], cover: Drawn): Drawn | undefined {
  const isAloft = cover.isDisc || IN_THE_SKY.test(cover.kind) || cover.role === 'flying';
  if (isAloft && !isUmbrella(cover)) return undefined;
  const lower = things.map((thing) => embodied(thing));
  const size = Math.max(...lower.map(sizeOf));
  const row = lower.reduce((sum, thing) => sum + widthOf(thing, size) * 0.92, 0);
  if (isUmbrella(cover)) {
    const height = Math.max(size * 0.75, (row * 1.1 * cover.box[3]) / cover.box[2]);
    const parts = [
      { drawn: cover, x: -widthOf(cover, height) / 2, base: -size * 0.45, height },
      ...partsInRow(lower, size, 0, 0),
    ];
    return together(lower[0] ?? cover, parts, { tall: tallOf(size * 0.45 + height), role: 'standing' });
  }
  const isArch = /^(bridge|table|bench|bed)$/.test(cover.icon);
  const height = Math.max(sizeOf(cover), size * (isArch ? 1.9 : 1.75));
  const width = widthOf(cover, height);
  const small = isArch ? height * 0.42 : size;
  const middle = isArch ? width * 0.5 : width * 0.5 + row * 0.35;
  const parts = [{ drawn: cover, x: 0, base: 0, height }, ...partsInRow(lower, small, middle, height * 0.03)];
  return together(cover, parts, { tall: tallOf(height), role: groundedRole(cover) });
}

function hold(holder: Drawn, thing: Drawn): Drawn {
  // A child's or an old person's drawing is a face alone.
  const who = isPerson(holder) && holder.role === 'head' ? wholeFigure(holder) : holder;
  const [left, top, width, height] = who.box;
  const isAbove = isUmbrella(thing) || /^(balloon|kite)/.test(thing.icon);
  // Drawn in the units of the person, whose hands are beside the middle.
  const share = who.role === 'bust' || who.role === 'head' ? 0.5 : isAbove ? 0.55 : 0.42;
  const size = height * share * (isPerson(who) ? 1 : 1.1);
  const at = isAbove
    ? { x: left + width * 0.72, base: top + height * (isUmbrella(thing) ? 0.5 : 0.42) }
    : {
        x: left + width * (isPerson(who) ? 0.58 : 0.5),
        base: top + height * (isPerson(who) ? 0.86 : 1.02),
      };
  const parts = [
    { drawn: who, x: left, base: top + height, height },
    { drawn: thing, ...at, height: size },
  ];
  return together(who, isUmbrella(thing) ? parts.toReversed() : parts, {
    tall: who.tall * (isAbove ? 1.2 : 1),
  });
}

function wear(who: Drawn, thing: Drawn): Drawn {
  if (thing.icon === 'crown' && /^(princess|prince|person-with-crown)$/.test(who.icon)) return who;
  const face = faceOf(who) ?? who;
  if (thing.icon === 'necktie') {
    const suit = ILLUSTRATIONS.get('person-in-tuxedo');
    if (suit !== undefined && faceOf(who) !== undefined)
      return withHead({ ...drawnOf(suit), role: 'bust' }, { x: 64, y: 46, radius: 47 }, who);
  }
  const clothes = CLOTHES.find(([pattern]) => pattern.test(thing.icon));
  if (clothes !== undefined && faceOf(who) !== undefined) {
    const [, neck, radius] = clothes;
    const body: Drawn = { ...thing, kind: who.kind, tall: 1, role: neck === 8 ? 'bust' : 'standing' };
    return withHead(body, { x: 64, y: neck - radius * 0.75, radius }, who);
  }
  const head = headOf(face) ?? {
    x: face.box[0] + face.box[2] / 2,
    y: face.box[1] + face.box[3] * 0.2,
    radius: face.box[2] * 0.24,
  };
  // Over a body the head is that of the whole drawing.
  const base = headOf(who) === undefined && face !== who ? face : who;
  const on = headOf(base) ?? head;
  const at = attire(thing, on);
  const [left, top, , height] = base.box;
  const tall = (at.width * thing.box[3]) / thing.box[2];
  return together(
    base,
    [
      { drawn: base, x: left, base: top + height, height },
      { drawn: thing, x: on.x - at.width / 2, base: at.middle + tall / 2, height: tall },
    ],
    { worn: thing },
  );
}

/** Width and middle of a thing that is worn on this head. */
function attire(
  { icon, box }: Drawn,
  { y, radius }: { y: number; radius: number },
): { width: number; middle: number } {
  if (HATS.test(icon)) {
    const width = radius * 1.9;
    return { width, middle: y - radius * 0.62 - (width * box[3]) / box[2] / 2 + radius * 0.12 };
  }
  if (EYEWEAR.test(icon)) return { width: radius * 1.75, middle: y - radius * 0.05 };
  if (icon === 'headphone') return { width: radius * 2.3, middle: y - radius * 0.15 };
  return { width: radius * 1.3, middle: y + radius * 1.25 };
}
