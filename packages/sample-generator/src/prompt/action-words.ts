/** An activity, as a figure that does it: for a woman, and for anybody else. */
export interface Action {
  readonly woman: string;
  readonly other: string;
  /** A thing that the action needs, where the prompt names none. */
  readonly needs?: string;
}

const both = (name: string): Action => ({ woman: `woman-${name}`, other: `man-${name}` });

const ACTIONS: readonly (readonly [Action, string])[] = [
  [both('dancing'), 'dancing,dances,dance,danced'],
  [
    both('running'),
    'running,runs,jogging,sprinting,racing,chasing,kicking,jumping,playing soccer,playing football',
  ],
  [both('walking'), 'walking,walks,strolling,hiking,marching'],
  [both('climbing'), 'climbing,climbs,rock climbing'],
  [both('kneeling'), 'kneeling,kneels,praying,proposing'],
  [both('juggling'), 'juggling,juggles'],
  [both('biking'), 'cycling,riding a bicycle,riding a bike,riding her bike,riding his bike,biking'],
  [both('golfing'), 'golfing,playing golf'],
  [both('rowing-boat'), 'rowing,rowing a boat,paddling,kayaking,canoeing'],
  [both('bouncing-ball'), 'playing basketball,dribbling'],
  [both('lifting-weights'), 'lifting weights,weightlifting,working out'],
  [both('cartwheeling'), 'cartwheeling,doing a cartwheel,doing gymnastics,doing a handstand'],
  [
    both('in-lotus-position'),
    'meditating,doing yoga,practicing yoga,sitting,sits,sitting cross-legged,seated,resting',
  ],
  [{ woman: 'horse-racing', other: 'horse-racing' }, 'riding a horse,riding horses,horse riding'],
  [{ woman: 'skier', other: 'skier' }, 'skiing'],
  [{ woman: 'snowboarder', other: 'snowboarder' }, 'snowboarding'],
  [{ woman: 'person-fencing', other: 'person-fencing' }, 'fencing'],
  [{ ...both('standing'), needs: 'fishing-pole' }, 'fishing'],
  [{ ...both('standing'), needs: 'microphone' }, 'singing,sings'],
  [{ ...both('standing'), needs: 'paintbrush' }, 'painting,paints'],
  [{ ...both('standing'), needs: 'camera' }, 'photographing,taking a photo,taking photos,taking a selfie'],
  [{ ...both('standing'), needs: 'skateboard' }, 'skateboarding'],
  [both('in-lotus-position'), 'reading,studying'],
  [{ ...both('in-lotus-position'), needs: 'yarn' }, 'knitting,crocheting'],
  [both('standing'), 'standing,waiting,waving,laughing,smiling,posing,talking'],
];

export const ACTION_WORDS: ReadonlyMap<string, Action> = new Map(
  ACTIONS.flatMap(([action, words]) => words.split(',').map((word): [string, Action] => [word, action])),
);

/**
 * People whom Noto Emoji has no drawing of: who they are in general, and the thing that shows their trade.
 */
export const TRADES: ReadonlyMap<string, readonly [whom: string, thing: string]> = new Map(
  Object.entries({
    boxer: ['man', 'boxing-glove'],
    violinist: ['woman', 'violin'],
    guitarist: ['man', 'guitar'],
    pianist: ['woman', 'grand-piano'],
    drummer: ['man', 'drum'],
    saxophonist: ['man', 'saxophone'],
    trumpeter: ['man', 'trumpet'],
    surfer: ['man', 'surfboard'],
    photographer: ['woman', 'camera'],
    fisherman: ['man', 'fishing-pole'],
    warrior: ['man', 'shield'],
    samurai: ['man', 'martial-arts-uniform'],
    soldier: ['man', 'military-helmet'],
    archer: ['woman', 'bow-and-arrow'],
    carpenter: ['man', 'carpentry-saw'],
    blacksmith: ['man', 'hammer'],
    barista: ['woman', 'hot-beverage'],
    bartender: ['man', 'cocktail-glass'],
    librarian: ['woman', 'books'],
    writer: ['woman', 'pen'],
    poet: ['man', 'scroll'],
    postman: ['man', 'envelope'],
    mailman: ['man', 'envelope'],
    skateboarder: ['man', 'skateboard'],
    'football player': ['man', 'soccer-ball'],
    'soccer player': ['man', 'soccer-ball'],
    'tennis player': ['woman', 'tennis'],
    'baseball player': ['man', 'baseball'],
    'hockey player': ['man', 'ice-hockey'],
    cowboy: ['man', 'cowboy-hat'],
    cowgirl: ['woman', 'cowboy-hat'],
    karateka: ['man', 'martial-arts-uniform'],
    tailor: ['man', 'scissors'],
    florist: ['woman', 'bouquet'],
    explorer: ['man', 'backpack'],
    diver: ['man', 'diving-mask'],
    'scuba diver': ['man', 'diving-mask'],
    pirate: ['man', 'pirate-hat'],
    astronomer: ['woman', 'telescope'],
  } satisfies Record<string, readonly [string, string]>),
);
