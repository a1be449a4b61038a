/** The rules at CloudFront's edge, on Lambda@Edge. */
export { type EdgeHandler, type EdgeOptions, edgeHandler } from './edge-handler.ts';
