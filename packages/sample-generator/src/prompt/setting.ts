/** The place of a picture. Each has a background. */
export type Place =
  | 'meadow'
  | 'forest'
  | 'mountain'
  | 'snow'
  | 'desert'
  | 'sea'
  | 'beach'
  | 'underwater'
  | 'city'
  | 'space'
  | 'sky'
  | 'room'
  | 'interior';
export type Time = 'day' | 'sunset' | 'night';
export type Weather = 'clear' | 'rain' | 'snow' | 'petals' | 'leaves';

/** The setting that a prompt names; seed and subject choose the rest. */
export interface SettingWords {
  readonly place?: Place;
  readonly time?: Time;
  readonly weather?: Weather;
}

/** Words that name a setting, not a thing in it. */
export const SETTING_WORDS: ReadonlyMap<string, SettingWords> = new Map(
  (
    [
      [
        { place: 'meadow' },
        'meadow field country grassland park garden countryside farm spring hill hills road path trail backyard orchard vineyard yard lawn 草原 公園 庭 野原 丘 畑 花畑',
      ],
      [{ place: 'meadow', weather: 'petals' }, 'sakura,cherry blossoms,cherry trees,桜並木,花見,春'],
      [{ place: 'forest' }, 'forest woods woodland jungle 森 林 森林 ジャングル'],
      [{ place: 'forest', weather: 'leaves' }, 'autumn fall 秋 紅葉'],
      [{ place: 'mountain' }, 'mountain mountains alps valley lake river stream canyon cliff 山 山脈 湖 谷'],
      [{ place: 'snow' }, 'winter arctic antarctica snowfield 冬 雪原 雪山'],
      [{ place: 'snow', weather: 'snow' }, 'snow snowy snowing 雪 吹雪'],
      [{ place: 'desert' }, 'desert dunes sahara savanna 砂漠 サバンナ'],
      [{ place: 'sea' }, 'sea ocean waves wave harbor harbour 海 大海 海上 港'],
      [{ place: 'beach' }, 'beach seaside shore coast island 海辺 浜辺 砂浜 ビーチ 海岸 島'],
      [{ place: 'underwater' }, 'underwater,deep sea,under the sea,under water,海中,水中,海底'],
      [
        { place: 'city' },
        'city town street downtown tokyo skyline alley paris london york 街 町 都市 東京 通り',
      ],
      [{ place: 'city' }, 'skate park,skatepark'],
      [{ place: 'space' }, 'space galaxy universe cosmos planet nebula mars 宇宙 銀河 惑星 火星'],
      [{ place: 'sky' }, 'sky clouds flying air 空 雲 青空'],
      [{ place: 'sky', time: 'night' }, 'starry,starry sky,星空,夜空'],
      [
        { place: 'room' },
        'room indoors kitchen cafe café studio library interior stage theater theatre museum office hall gym classroom restaurant hospital indoor windowsill wall floor hallway corridor bathroom classroom bedroom ballroom 部屋 室内 台所 カフェ 図書館',
      ],
      [
        { time: 'sunset' },
        'sunset sunrise dusk dawn evening twilight golden 夕日 夕焼け 夕暮れ 朝日 朝焼け 日の出 黄昏',
      ],
      [{ time: 'night' }, 'night midnight moonlight moonlit dark 夜 深夜 月明かり 月夜'],
      [{ time: 'day' }, 'day daytime noon sunny morning 昼 昼間 晴れ 朝'],
      [{ weather: 'rain' }, 'rain rainy raining storm thunderstorm 雨 嵐'],
    ] satisfies [SettingWords, string][]
  ).flatMap(([setting, words]) =>
    words.split(words.includes(',') ? ',' : ' ').map((word): [string, SettingWords] => [word, setting]),
  ),
);
