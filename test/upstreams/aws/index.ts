export * from './answers.ts';
export { type AwsServer, type RecordedRequest, startAws } from './server.ts';
export * from './wire.ts';
