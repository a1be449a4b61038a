/** Conformance suites for adapters, and fakes of every port. Runner-agnostic: a case is a name and a function. */
export { imageModeratorConformance, promptClassifierConformance } from './checks.ts';
export * from './fakes.ts';
export { imageGeneratorConformance } from './generator.ts';
export { type ConformanceCase, demand } from './suite.ts';
