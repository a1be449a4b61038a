/** Numbers by position. */
export interface Column {
  /** 0 where nothing was set. */
  get(position: number): number;
  set(position: number, value: number): void;
}

/** Numbers per chunk. */
const CHUNK = 65_536;

type Chunk = Float64Array | Uint32Array | Uint8Array;

/** Numbers in chunks, so that a longer column copies nothing. */
function column(create: (length: number) => Chunk): Column {
  const chunks: Chunk[] = [];
  return {
    get: (position) => chunks[Math.floor(position / CHUNK)]?.[position % CHUNK] ?? 0,
    set: (position, value) => {
      const number = Math.floor(position / CHUNK);
      while (chunks.length <= number) chunks.push(create(CHUNK));
      const chunk = chunks[number];
      if (chunk !== undefined) chunk[position % CHUNK] = value;
    },
  };
}

/** Any numbers, 8 bytes each. */
export const numbers = (): Column => column((length) => new Float64Array(length));
/** Whole numbers under 2³², 4 bytes each. */
export const counts = (): Column => column((length) => new Uint32Array(length));
/** Whole numbers under 256, 1 byte each. */
export const flags = (): Column => column((length) => new Uint8Array(length));
