export * from './answers.ts';
export { type ComprehendAccount, comprehendAccount } from './comprehend-account.ts';
export { type AwsServer, type RecordedRequest, startAws } from './server.ts';
export * from './wire.ts';
