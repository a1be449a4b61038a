import { isPerson } from '../illustrations.ts';
import type { Place } from '../prompt/setting.ts';

/** The position of a drawing in a picture. */
export type Role =
  /** Stands on the ground. */
  | 'standing'
  /** A head without a body: looks out from behind something. */
  | 'head'
  /** Head and shoulders: cut by the lower edge, as in a portrait. */
  | 'bust'
  /** Far behind the others: buildings and mountains. */
  | 'distant'
  | 'flying'
  | 'swimming';

const HEADS = new Set(
  'monkey-face dog-face wolf fox cat-face lion tiger-face moose horse-face unicorn cow-face pig-face boar mouse-face hamster rabbit-face bear polar-bear koala panda chicken frog dragon-face clown-face robot alien child boy girl person man woman baby old-man old-woman older-person man-beard person-beard woman-beard'.split(
    ' ',
  ),
);
const WHOLE_PEOPLE = /superhero|fairy|troll|hairy-creature|suit-levitating/;
const FLYING = new Set(
  'eagle dove bat butterfly honeybee phoenix balloon hot-air-balloon kite parachute airplane small-airplane helicopter rocket flying-saucer satellite sun full-moon crescent-moon star glowing-star ringed-planet comet rainbow fairy man-fairy woman-fairy superhero man-superhero woman-superhero sun-with-face full-moon-face carp-streamer bird sparkles cherry-blossom maple-leaf red-paper-lantern wind-chime high-voltage snowflake'.split(
    ' ',
  ),
);
/** The properties that decide where a drawing belongs. */
interface Named {
  readonly icon: string;
  /** Unicode's subgroup. */
  readonly kind: string;
}

/** Suns and moons: light sources; a sky has at most one. */
export function isDisc({ icon }: Named): boolean {
  return /^(sun|full-moon|crescent-moon|sun-with-face|full-moon-face)$/.test(icon);
}

const FLOOR_OF_THE_SEA = new Set(['crab', 'lobster', 'coral', 'spiral-shell', 'oyster', 'snail']);

export function roleOf({ icon, kind }: Named): Role {
  if (FLYING.has(icon)) return 'flying';
  if (HEADS.has(icon)) return 'head';
  if (/^person(-role|-fantasy)?$/.test(kind)) return WHOLE_PEOPLE.test(icon) ? 'standing' : 'bust';
  if (/haircut/.test(icon)) return 'bust';
  if (kind === 'heart' || kind === 'sky-light') return 'flying';
  if (
    kind === 'transport-water' ||
    icon === 'surfboard' ||
    (kind === 'animal-marine' && !FLOOR_OF_THE_SEA.has(icon))
  )
    return 'swimming';
  return kind.startsWith('place-') ? 'distant' : 'standing';
}

const HEIGHTS: readonly [RegExp, number][] = [
  [/^(giraffe|sauropod|t-rex)$/, 1.7],
  [/^(elephant|mammoth|dragon|bullet-train|locomotive)$/, 1.4],
  [/^(.*-tree|.*christmas-tree|palm-tree)$/, 1.6],
  [/^(dog|poodle|guide-dog|service-dog|goat|ewe|ram|pig|penguin|goose|swan|flamingo|peacock|turkey)$/, 0.68],
  [/^(cat|black-cat|rabbit|raccoon|owl|duck|rooster|parrot|eagle|monkey|beaver|otter|skunk|badger)$/, 0.56],
  [
    /^(mouse|rat|hamster|hedgehog|chipmunk|baby-chick|hatching-chick|bird|black-bird|turtle|lizard|snake)$/,
    0.42,
  ],
  [/^(whale|spouting-whale|orca)$/, 1.3],
  [/^(streetlamp|ladder)$/, 1.5],
  [/^(bookshelf|bridge|treehouse|market-stall|pirate-ship|horse-racing|door)$/, 1.2],
  [/^(fireplace|couch-and-lamp|grand-piano|snowman.*)$/, 0.85],
  [/^(armchair|bed|chair)$/, 0.7],
  [/^(table|bench|fence|campfire|branch)$/, 0.5],
  [/^(pond|pond-leaf|skateboard|surfboard|boxing-glove)$/, 0.25],
];
const HEIGHTS_OF_KINDS: readonly [RegExp, number][] = [
  [/^animal-bug$/, 0.34],
  [/^animal-/, 0.95],
  [/^plant-flower$/, 0.55],
  [/^plant-/, 0.5],
  [/^(food|drink|dishware)/, 0.5],
  [/^clothing$/, 0.3],
  [/^transport-water$/, 1.1],
  [/^transport-/, 0.8],
  [/^(person|face)/, 1],
];

/** Height relative to a standing person, who is 1. Differences are smaller than in reality: a mouse remains visible. */
export function relativeHeight({ icon, kind }: Named): number {
  const own = HEIGHTS.find(([pattern]) => pattern.test(icon));
  const ofKind = HEIGHTS_OF_KINDS.find(([pattern]) => pattern.test(kind));
  return own?.[1] ?? ofKind?.[1] ?? 0.6;
}

/** The usual place of a thing, for prompts that name no place. */
export function habitat(named: Named): readonly [Place, ...Place[]] {
  const { icon, kind } = named;
  if (
    /^(ice|penguin|polar-bear|seal|snowman.*|skier|snowboarder|ice-skate|sled|skis|mx-claus|santa-claus|mrs-claus|christmas-tree)$/.test(
      icon,
    )
  )
    return ['snow'];
  if (/^(camel|two-hump-camel|cactus|lion|giraffe|zebra|elephant|rhinoceros|scorpion)$/.test(icon))
    return ['desert', 'meadow'];
  if (
    /^(astronaut|.*-astronaut|rocket|flying-saucer|alien|alien-monster|satellite|ringed-planet|comet|robot)$/.test(
      icon,
    )
  )
    return ['space'];
  if (/^(bridge|pond|pond-leaf|fence|bench|windmill|camping|tent)$/.test(icon)) return ['meadow', 'mountain'];
  if (/^(lighthouse|anchor)$/.test(icon)) return ['beach', 'sea'];
  if (/^(waterfall|campfire|branch)$/.test(icon)) return ['forest', 'mountain'];
  if (icon === 'treehouse') return ['forest'];
  if (icon === 'surfboard') return ['sea', 'beach'];
  if (icon === 'knight') return ['meadow', 'forest'];
  if (icon === 'pyramids') return ['desert'];
  if (icon === 'streetlamp' || icon === 'skateboard') return ['city'];
  if (/^(fox|wolf|bear|owl|deer|mushroom|moose|boar|koala|panda|sloth|gorilla|orangutan|monkey)$/.test(icon))
    return ['forest', 'mountain'];
  if (/^(whale|spouting-whale|dolphin|orca)$/.test(icon)) return ['sea', 'underwater'];
  if (/^(crab|umbrella-on-ground|palm-tree|beach-with-umbrella|desert-island)$/.test(icon)) return ['beach'];
  if (kind === 'animal-marine') return ['underwater'];
  if (kind === 'transport-water') return ['sea'];
  if (/^(transport-air)$/.test(kind) || /^(balloon|kite|eagle|dove|phoenix|rainbow)$/.test(icon))
    return ['sky', 'mountain', 'meadow'];
  if (kind === 'transport-ground') return ['city', 'meadow'];
  if (
    /^(food|drink|dishware|household|book|computer|phone|writing|office|mail|science|arts|game|tool|music|musical|clothing|light|time|money|hotel|award)/.test(
      kind,
    )
  )
    return ['room'];
  if (/^(place-geographic|place-religious)$/.test(kind) || /castle|hut|house/.test(icon))
    return ['meadow', 'mountain'];
  if (/^place-/.test(kind)) return ['city'];
  if (isPerson(named)) return ['meadow', 'city', 'beach', 'room', 'forest', 'mountain'];
  return ['meadow', 'forest', 'mountain'];
}

/** Drawings with letters or digits, or with different sides, are never mirrored. */
export function canMirror({ icon, kind }: Named): boolean {
  return (
    !/^(place-building|time|book-paper|mail|money|office|computer|phone)$/.test(kind) &&
    !/police|ambulance|bus|sign|post/.test(icon)
  );
}
