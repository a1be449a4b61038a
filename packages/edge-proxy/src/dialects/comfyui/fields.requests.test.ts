import { describe, expect, it } from 'vitest';
import type { Fields } from '../../dialect-kit/fields/field.ts';
import { readFields } from '../../dialect-kit/fields/read-fields.ts';
import type { JsonObject } from '../../wire/json/strict-json.ts';
import { COMMAND_FIELDS, FREE_FIELDS, PROMPT_FIELDS, UPLOAD_FIELDS } from './fields.ts';

describe('the fields of requests', () => {
  const read = (table: Fields, body: JsonObject) => {
    const { slots, dropped, tree } = readFields(body, table);
    return { slots: slots.length, dropped, keys: Object.keys(tree) };
  };

  it('are read by the proxy itself, but for the position in the queue', () => {
    const own = {
      prompt: 'a',
      client_id: 'b',
      prompt_id: 'c',
      partial_execution_targets: ['d'],
      extra_data: { e: 1 },
    };
    expect(read(PROMPT_FIELDS, { ...own, front: true, number: 7, more: 1 })).toEqual({
      ...{ slots: 0, dropped: ['front', 'number', 'more'], keys: [] },
    });
    for (const closed of ['front', 'number'])
      expect(() => readFields({ [closed]: 1 }, PROMPT_FIELDS, { unknown: 'refuse' })).toThrow(
        `${closed} is closed`,
      );
    expect(read(COMMAND_FIELDS, { clear: true, delete: ['a'], prompt_id: 'b', more: 1 }).dropped).toEqual([
      'more',
    ]);
    const upload = { overwrite: 'true', type: 'input', subfolder: 'a', original_ref: 'b', more: 1 };
    expect(read(UPLOAD_FIELDS, upload)).toEqual({ slots: 0, dropped: ['more'], keys: [] });
  });

  it('are switches that free memory', () => {
    expect(read(FREE_FIELDS, { unload_models: true, free_memory: false })).toEqual({
      ...{ slots: 0, dropped: [], keys: ['unload_models', 'free_memory'] },
    });
    expect(() => read(FREE_FIELDS, { free_memory: 'words' })).toThrow('true or false');
  });
});
