import type { FailureTexts } from './texts.ts';

/** English. */
export const failures: FailureTexts = {
  unreachable: {
    title: 'The proxy cannot be reached',
    body: 'Check that it is running (npm start) and that the address is right.',
  },
  'no-secure-connection': {
    title: 'No secure connection to the proxy',
    body: 'The proxy is not running, or the browser does not trust its certificate. Open its address in a tab to see which of the two.',
  },
  'mixed-content': {
    title: 'The browser blocks this connection',
    body: 'This page came over HTTPS, and the address of the proxy is HTTP. The operator has to serve the proxy over HTTPS.',
  },
  silent: {
    title: 'The proxy does not answer',
    body: 'The request was sent, but there was no response. The proxy may be blocked or still starting.',
  },
  stranger: {
    title: 'This is not a Shoji proxy',
    body: 'Another program answers at the address, or a different version of Shoji.',
  },
  gateway: {
    title: 'Another server answered for the proxy',
    body: 'A server in front of the proxy sent an error. The proxy may be stopped or restarting.',
  },
  'key-missing': { title: 'The proxy requires a key', body: 'Ask the operator of the proxy for one.' },
  'key-refused': { title: 'The key was not accepted', body: 'Enter the key that the operator gave you.' },
  'not-permitted': { title: 'This is not permitted', body: 'Ask the operator of the proxy.' },
  'too-many': { title: 'Too many requests', body: 'Wait a little before you try again.' },
  'too-large': { title: 'The request is too large', body: 'Shorten the prompt.' },
  'slow-request': {
    title: 'The request did not arrive in time',
    body: 'The connection to the proxy is slow, or it was interrupted.',
  },
  timeout: {
    title: 'It took too long',
    body: 'The picture was not ready in time. Fewer or smaller pictures are faster.',
  },
  'answer-too-large': {
    title: 'The pictures are too large to send',
    body: 'Ask for fewer or smaller ones.',
  },
  'invalid-request': {
    title: 'These settings were not accepted',
    body: 'Change them and try again.',
  },
  'image-rejected': {
    title: 'The picture to start from was refused',
    body: 'Nothing was generated. Choose another picture, or remove it.',
  },
  'check-failed': {
    title: 'The prompt could not be checked',
    body: 'A check failed, so no picture was generated. This says nothing about your prompt.',
  },
  busy: { title: 'The image model is busy', body: 'It cannot take another request at the moment.' },
  'generator-failed': {
    title: 'The image model failed',
    body: 'The prompt passed, but the model returned no picture.',
  },
  'proxy-failed': {
    title: 'The proxy had an internal error',
    body: 'If it happens again, tell the operator.',
  },
  interrupted: { title: 'The connection broke', body: 'The response was incomplete.' },
  lost: {
    title: 'The generation was stopped',
    body: 'The browser closed Shoji’s background page before the pictures were complete, which also stopped the work of the proxy.',
  },
  'no-room': {
    title: 'Not enough storage space',
    body: 'The browser could not store the pictures. Delete some in the history.',
  },
  'invalid-answer': {
    title: 'The response could not be read',
    body: 'The proxy sent something that this page does not know. It may be a different version.',
  },
};
