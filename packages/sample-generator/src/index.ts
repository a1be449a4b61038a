export { type SampleGeneratorOptions, sampleGenerator } from './sample-generator.ts';
