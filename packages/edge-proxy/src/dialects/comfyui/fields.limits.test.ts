import { describe, expect, it } from 'vitest';
import { jsonAnswer } from '../../dialect-kit/answers/answer.ts';
import type { Shape } from '../../dialect-kit/answers/shape.ts';
import type { Json } from '../../wire/json/strict-json.ts';
import { FAILED, historyShape, LISTS, MESSAGES, NODES, QUEUE, QUEUED } from './fields.ts';

const told = (shape: Shape | undefined, value: unknown) =>
  shape && jsonAnswer(new TextEncoder().encode(JSON.stringify(value))).screened(shape).value;

describe('the limits of an answer', () => {
  const keeps = (shape: Shape | undefined, value: Json) =>
    JSON.stringify(told(shape, value)) === JSON.stringify(value);
  const words = (length: number) => 'a word '.repeat(length).slice(0, length);
  const many = <Value>(length: number, value: Value) => Array.from({ length }, () => value);
  const keyed = (length: number, value: Json) =>
    Object.fromEntries(many(length, value).map((each, index) => [`key ${index}`, each]));

  const nested = (depth: number): Json => (depth === 0 ? 'a b' : [nested(depth - 1)]);
  const inside = (depth: number): Json => (depth === 0 ? 'a b' : { a: inside(depth - 1) });

  it.each<[string, Shape | undefined, (length: number) => Json, number]>([
    [
      'characters of an input’s name',
      NODES,
      (n) => ({ X: { input: { required: { [words(n)]: 'a' } } } }),
      256,
    ],
    ['values of an input', NODES, (n) => ({ X: { input: { required: { a: many(n, 'a b') } } } }), 50_000],
    ['levels of an input', NODES, (n) => ({ X: { input: { required: { a: nested(n) } } } }), 10],
    ['levels of an output of a class', NODES, (n) => ({ X: { output: [nested(n)] } }), 1],
    ['levels of a report', MESSAGES.execution_error, (n) => ({ current_inputs: { a: nested(n) } }), 4],
    ['levels of translations', LISTS['/i18n'], inside, 8],
    ['classes', NODES, (n) => keyed(n, {}), 50_000],
    ['translations', LISTS['/i18n'], (n) => keyed(n, 'a b'), 50_000],
    ['embeddings', LISTS['/embeddings'], (n) => many(n, 'a b'), 50_000],
    ['folders of models', LISTS['/models'], (n) => many(n, 'a b'), 50_000],
    ['models', LISTS['/models/{folder}'], (n) => many(n, 'a b'), 50_000],
    ['extensions', LISTS['/extensions'], (n) => many(n, 'a b'), 50_000],
    ['packs with templates', LISTS['/workflow_templates'], (n) => keyed(n, []), 50_000],
    ['templates', LISTS['/workflow_templates'], (n) => ({ a: many(n, 'a b') }), 50_000],
    ['names of inputs', NODES, (n) => ({ X: { input_order: { required: many(n, 'a b') } } }), 1_000],
    ['outputs that are lists', NODES, (n) => ({ X: { output_is_list: many(n, true) } }), 1_000],
    ['descriptions of outputs', NODES, (n) => ({ X: { output_tooltips: many(n, 'a b') } }), 1_000],
    ['types of outputs', NODES, (n) => ({ X: { output: many(n, 'a b') } }), 1_000],
    ['nodes of a message', MESSAGES.execution_cached, (n) => ({ nodes: many(n, 'a b') }), 50_000],
    ['nodes that ran', MESSAGES.execution_error, (n) => ({ executed: many(n, 'a b') }), 50_000],
    [
      'nodes with outputs in a report',
      MESSAGES.execution_error,
      (n) => ({ current_outputs: many(n, 'a b') }),
      50_000,
    ],
    [
      'nodes with named outputs in a report',
      MESSAGES.execution_error,
      (n) => ({ current_outputs: keyed(n, 'a b') }),
      50_000,
    ],
    ['nodes at work', MESSAGES.progress_state, (n) => ({ nodes: keyed(n, {}) }), 50_000],
    ['prompts in the queue', QUEUE, (n) => ({ queue_pending: many(n, [7]) }), 50_000],
    [
      'outputs of a prompt in the queue',
      QUEUE,
      (n) => ({ queue_running: [[7, 'p', null, {}, many(n, 'a b')]] }),
      50_000,
    ],
    ['characters of an id', MESSAGES.executing, (n) => ({ node: words(n) }), 256],
    ['characters of a name', LISTS['/models'], (n) => [words(n)], 512],
    ['characters of a text', FAILED, (n) => ({ message: words(n) }), 40_000],
    ['arguments of a server', LISTS['/system_stats'], (n) => ({ system: { argv: many(n, 'a b') } }), 256],
    ['devices', LISTS['/system_stats'], (n) => ({ devices: many(n, { name: 'a b' }) }), 64],
    ['features', LISTS['/features'], (n) => keyed(n, 'a b'), 128],
    ['features of an extension', LISTS['/features'], (n) => ({ a: keyed(n, {}) }), 64],
    ['facts of a feature', LISTS['/features'], (n) => ({ a: { b: keyed(n, 'a b') } }), 64],
    ['inputs of a class', NODES, (n) => ({ X: { input: { required: keyed(n, 'a b') } } }), 1_000],
    [
      'numbers of an input',
      NODES,
      (n) => ({ X: { input: { required: { a: ['INT', keyed(n, 1_000)] } } } }),
      128,
    ],
    ['outputs of a class', NODES, (n) => ({ X: { output_name: many(n, 'a b') } }), 1_000],
    ['numbers of an output', MESSAGES.executed, (n) => ({ output: { a: many(n, 1_000) } }), 128],
    ['outputs of a node', MESSAGES.executed, (n) => ({ output: keyed(n, ['a b']) }), 64],
    ['words of an output', MESSAGES.executed, (n) => ({ output: { text: many(n, 'a b') } }), 1_000],
    ['fields of an output', MESSAGES.executed, (n) => ({ output: { a: [keyed(n, 'a b')] } }), 32],
    [
      'files of an output',
      MESSAGES.executed,
      (n) => ({ output: { images: many(n, { filename: 'a b' }) } }),
      10_000,
    ],
    ['lines of a report', MESSAGES.execution_error, (n) => ({ traceback: many(n, 'a b') }), 1_000],
    ['inputs of a report', MESSAGES.execution_error, (n) => ({ current_inputs: keyed(n, 'a b') }), 1_000],
    [
      'errors of a node',
      QUEUED,
      (n) => ({ node_errors: { a: { errors: many(n, { type: 'a b' }) } } }),
      1_000,
    ],
    [
      'outputs that depend on an error',
      FAILED,
      (n) => ({ error: { extra_info: { dependent_outputs: many(n, 'a b') } } }),
      1_000,
    ],
    [
      'outputs that depend on a node',
      QUEUED,
      (n) => ({ node_errors: { a: { dependent_outputs: many(n, 'a b') } } }),
      50_000,
    ],
    ['nodes with errors', QUEUED, (n) => ({ node_errors: keyed(n, {}) }), 50_000],
    ['nodes with outputs', historyShape(['p']), (n) => ({ p: { outputs: keyed(n, {}) } }), 50_000],
    ['nodes in a history', historyShape(['p']), (n) => ({ p: { meta: keyed(n, {}) } }), 50_000],
    [
      'messages of a run',
      historyShape(['p']),
      (n) => ({ p: { status: { messages: many(n, ['a b', {}]) } } }),
      10_000,
    ],
  ])('there are at most so many %s', (_, shape, sample, most) => {
    expect([most, most + 1].map((length) => keeps(shape, sample(length)))).toEqual([true, false]);
  });

  it.each<[string, Shape | undefined, (name: string) => Json, number]>([
    ['a class', NODES, (name) => ({ [name]: {} }), 512],
    ['a setting', NODES, (name) => ({ X: { input: { required: { a: { [name]: 'b' } } } } }), 256],
    ['a feature', LISTS['/features'], (name) => ({ [name]: true }), 256],
    ['a feature of an extension', LISTS['/features'], (name) => ({ a: { [name]: {} } }), 256],
    ['a fact of a feature', LISTS['/features'], (name) => ({ a: { b: { [name]: true } } }), 256],
    ['a translation', LISTS['/i18n'], (name) => ({ [name]: 'a' }), 512],
    ['a pack with templates', LISTS['/workflow_templates'], (name) => ({ [name]: [] }), 512],
    ['an input in a report', MESSAGES.execution_error, (name) => ({ current_inputs: { [name]: 'a' } }), 256],
    [
      'an output in a report',
      MESSAGES.execution_error,
      (name) => ({ current_outputs: { [name]: 'a' } }),
      256,
    ],
    ['an output', MESSAGES.executed, (name) => ({ output: { [name]: ['a'] } }), 256],
    ['a field of an output', MESSAGES.executed, (name) => ({ output: { a: [{ [name]: 'a' }] } }), 256],
    ['a node at work', MESSAGES.progress_state, (name) => ({ nodes: { [name]: {} } }), 256],
    ['a node with errors', QUEUED, (name) => ({ node_errors: { [name]: {} } }), 256],
    ['a node with outputs', historyShape(['p']), (name) => ({ p: { outputs: { [name]: {} } } }), 256],
    ['a node in a history', historyShape(['p']), (name) => ({ p: { meta: { [name]: {} } } }), 256],
  ])('the name of %s has at most so many characters', (_, shape, sample, most) => {
    expect([most, most + 1].map((length) => keeps(shape, sample(words(length))))).toEqual([true, false]);
  });
});
