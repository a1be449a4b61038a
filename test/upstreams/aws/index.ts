export * from './answers.ts';
export { comprehendAccount } from './comprehend-account.ts';
export { type AwsServer, startAws } from './server.ts';
export * from './wire.ts';
