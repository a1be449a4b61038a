/** The proxy on AWS Lambda. */
export { bufferedHandler, type Fetches } from './buffered.ts';
export { lambdaApp } from './lambda-app.ts';
export { streamingHandler } from './streaming.ts';
