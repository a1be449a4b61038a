/**
 * What a dialect is made of, and what operators describe further routes and fields with.
 *
 * @example
 * ```ts
 * import { automatic1111 } from '@shoji/edge-proxy';
 * import { shape } from '@shoji/edge-proxy/dialect';
 *
 * automatic1111({
 *   url: 'http://127.0.0.1:7860',
 *   allow: [{ route: 'GET /sdapi/v1/platform', answer: shape.record({ name: shape.word(100) }) }],
 *   fields: { 'face.source_images': 'picture' },
 * });
 * ```
 */

export * as shape from './answers/shape.ts';
export * as field from './fields/field.ts';
export type { FieldOptions, OpenedRole } from './fields/open-fields.ts';
