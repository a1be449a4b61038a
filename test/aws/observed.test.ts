/** The operator's log of a failing generator at AWS, while callers get one plain sentence. */
import { fakeEngine } from '@shoji/core/testing';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { sagemaker } from '../../packages/aws/src/index.ts';
import { createApp } from '../../packages/edge-proxy/src/app.ts';
import { lambdaLog } from '../../packages/edge-proxy/src/runtime/lambda/log.ts';
import { logObservations } from '../../packages/edge-proxy/src/runtime/log-observations.ts';
import { failing, malformed, SAGEMAKER_ERRORS } from '../upstreams/aws/index.ts';
import { reaching, useAws } from './support.ts';

const aws = await useAws();
const PROMPT = 'a velvet giraffe';

beforeEach(() => {
  // No credentials of this machine: no profile, and no request to a metadata service.
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
  for (const name of ['AWS_SHARED_CREDENTIALS_FILE', 'AWS_CONFIG_FILE']) vi.stubEnv(name, '/nowhere/at/all');
  for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_PROFILE'])
    vi.stubEnv(name, undefined);
});
afterEach(() => {
  vi.unstubAllEnvs();
});

/** Asks for a picture, and returns what the caller and the operator read. */
async function generated(reach: Omit<ReturnType<typeof reaching>, 'credentials'> = reaching(aws)) {
  const lines: string[] = [];
  const log = lambdaLog('debug', (line) => lines.push(line));
  const generator = sagemaker({
    endpoint: 'sd-v2-1-base',
    contract: 'jumpstart-sd2',
    ...reach,
  });
  const engine = fakeEngine({ generator, observe: logObservations(log) });
  const app = createApp(engine, { access: { keys: [], origins: [], maxBodyBytes: 50_000 } });
  const answer = await app.request('/v1/generations', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ prompt: PROMPT }),
  });
  const logged: { type: string; level: string; code: string; cause: string }[] = lines.map((line) =>
    JSON.parse(line),
  );
  return { answer, logged: logged.filter(({ type }) => type === 'generation-failed') };
}

it('reports missing credentials', async () => {
  const { credentials: _, ...unsigned } = reaching(aws);
  const { answer, logged } = await generated(unsigned);
  expect(answer.status).toBe(502);
  expect(await answer.text()).not.toMatch(/credential/i);
  expect(logged).toMatchObject([
    { level: 'error', code: 'generator_failed', cause: expect.stringMatching(/credentials/i) },
  ]);
});

it('reports a missing endpoint', async () => {
  aws.script('InvokeEndpoint', failing(SAGEMAKER_ERRORS.ValidationError));
  const { logged } = await generated();
  expect(logged).toMatchObject([{ cause: expect.stringContaining('ValidationError') }]);
});

it('reports an answer that cannot be read', async () => {
  aws.script('InvokeEndpoint', malformed);
  const { answer, logged } = await generated();
  expect(answer.ok).toBe(false);
  expect(logged).toHaveLength(1);
  expect(logged[0]?.cause.length).toBeGreaterThan(30);
});

it('quotes no word of the prompt, although the server’s error does', async () => {
  const message = `Received server error (500) from primary with message "CUDA out of memory for '${PROMPT}'"`;
  const error = SAGEMAKER_ERRORS.ModelError500;
  aws.script('InvokeEndpoint', failing({ ...error, body: JSON.stringify({ Message: message }) }));
  const { logged } = await generated();
  expect(logged).toMatchObject([{ cause: expect.stringContaining('out of memory') }]);
  expect(logged[0]?.cause).not.toMatch(/velvet|giraffe/);
});
