import { SourceError, tooManyBytes } from '../source.ts';
import { type ArchiveFormat, type Member, numbersOf } from './archive.ts';
import { copyParquet } from './parquet-copy.ts';
import { groupOf, metadataOf, nameOf, textName, textsOf } from './parquet-rows.ts';

/**
 * Parquet files. Every binary cell is a member `<row>.<column>.<format>`; the other cells of a row group are one member
 * in JSON Lines, whose rows name their pictures as Hugging Face's `metadata.jsonl` does.
 */
export const parquet: ArchiveFormat = {
  async *list(file) {
    const metadata = await metadataOf(file);
    for (const index of metadata.row_groups.keys()) {
      const { start, rows } = await groupOf(file, metadata, index);
      for (const [number, { cells }] of rows.entries()) {
        for (const [place, { field, bytes }] of cells.entries()) {
          const name = nameOf(start + number, field, bytes);
          const member = { name, bytes: bytes?.length ?? 0, at: [index, number, place].join() };
          yield bytes === undefined ? { ...member, problem: EXTERNAL } : member;
        }
      }
      const texts = textsOf({ start, rows });
      if (texts.length > 0) yield { name: textName(start), bytes: texts.length, at: String(index) };
    }
  },

  async read(file, at, maxBytes) {
    const [index = 0, number, place = 0] = numbersOf(at);
    const group = await groupOf(file, await metadataOf(file), index);
    const bytes = number === undefined ? textsOf(group) : group.rows[number]?.cells[place]?.bytes;
    if (bytes === undefined) throw new SourceError('missing', 'The row does not exist.');
    if (bytes.length > maxBytes) throw tooManyBytes(bytes.length, maxBytes);
    return new Uint8Array(bytes);
  },

  async content(file, at) {
    return (async function* () {
      yield await parquet.read(file, at, Number.POSITIVE_INFINITY);
    })();
  },

  copy: copyParquet,
};

const EXTERNAL: Member['problem'] = {
  code: 'external',
  message: 'The row has a path and no bytes, so its picture is not checked. Put the picture into the set.',
};
