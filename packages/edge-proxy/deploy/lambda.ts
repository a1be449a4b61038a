import { sharpCodec } from '@shoji/pixels';
import { bufferedHandler, lambdaApp, streamingHandler } from '../src/runtime/lambda/lambda-app.ts';

const app = lambdaApp(sharpCodec());

/** For a function URL with the invoke mode RESPONSE_STREAM. */
export const handler = streamingHandler(app);

/** For a buffered function URL, API Gateway or a load balancer. */
export const buffered = bufferedHandler(app);
