import { isNamed } from '@shoji/aws/client';
import type { Endpoint } from '../../aws/comprehend-resources.ts';
import type { ComprehendTraining } from '../../aws/comprehend-training.ts';
import { ComprehendError, explaining } from './errors.ts';
import { nameOf } from './names.ts';
import { type Watch, watchUntil } from './watch.ts';

/**
 * Deletes an endpoint and waits for the end of the deletion.
 * @param arnOrName The endpoint's name or ARN.
 * @returns The removed endpoint, or undefined when it did not exist: not an error, because it costs nothing.
 * @throws ComprehendError, WatchEndedError.
 */
export async function undeploy(
  arnOrName: string,
  wait: boolean,
  comprehend: ComprehendTraining,
  watch: Watch,
): Promise<Endpoint | undefined> {
  const { teller, signal } = watch;
  const explain = explaining('The endpoint could not be deleted, and its cost continues', signal);
  const endpoint = await find(arnOrName, comprehend, signal).catch(explain);
  if (endpoint === undefined) return undefined;
  if (endpoint.status !== 'DELETING') await remove(endpoint, comprehend, watch).catch(explain);
  if (!wait) return endpoint;
  const { arn } = endpoint;
  const left = await watchUntil(
    (look) => comprehend.endpoint(arn, look),
    (now) => {
      teller.status(now?.status ?? 'deleted');
      return now === undefined || now.status === 'FAILED';
    },
    watch,
    'It will be deleted nevertheless. Run the same command again to wait for it.',
  );
  if (left !== undefined) {
    throw new ComprehendError(
      `The endpoint ${nameOf(arn)} was not deleted. Comprehend says: ${left.message ?? 'nothing'}.\nRun the same command again.`,
    );
  }
  return endpoint;
}

async function find(
  arnOrName: string,
  comprehend: ComprehendTraining,
  signal: AbortSignal,
): Promise<Endpoint | undefined> {
  if (arnOrName.startsWith('arn:')) return comprehend.endpoint(arnOrName, signal);
  return (await comprehend.endpoints(signal)).find(({ arn }) => nameOf(arn) === arnOrName);
}

/** An endpoint that is being created or changed can be deleted only after that. */
async function remove({ arn }: Endpoint, comprehend: ComprehendTraining, watch: Watch): Promise<void> {
  try {
    await comprehend.deleteEndpoint(arn, watch.signal);
  } catch (error) {
    if (!isNamed(error, 'ResourceInUseException')) throw error;
    watch.teller.note('It is being changed; it will be deleted after that.');
    await watchUntil(
      (signal) => comprehend.endpoint(arn, signal),
      (now) => {
        watch.teller.status(now?.status ?? 'deleted');
        return now?.status !== 'CREATING' && now?.status !== 'UPDATING';
      },
      watch,
      'It was not deleted, and its cost continues. Run the same command again.',
    );
    await comprehend.deleteEndpoint(arn, watch.signal);
  }
}
