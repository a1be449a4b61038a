import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';

/** Versions that a page of their listing has, so that few versions are several pages. */
const VERSIONS_PAGE = 2;

interface Version {
  readonly key: string;
  readonly id: string;
  /** Undefined for a delete marker. */
  readonly body: Buffer | undefined;
}

/**
 * A bucket on loopback that keeps versions, as the S3 API reference describes: listings of keys and of versions, both
 * URL-encoded on request, conditional copies, delete markers.
 */
export async function startVersionedBucket() {
  /** The newest first. */
  let versions: Version[] = [];
  let number = 0;
  const requests: URL[] = [];
  const add = (key: string, body: Buffer | undefined) => {
    number += 1;
    versions = [{ key, id: `v${number}`, body }, ...versions];
  };
  const latest = (key: string) => versions.find((version) => version.key === key);

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '', 'http://bucket');
    requests.push(url);
    const [, , ...rest] = url.pathname.split('/');
    const key = decodeURIComponent(rest.join('/'));
    const query = url.searchParams;
    if (key === '') {
      response.setHeader('content-type', 'application/xml');
      return response.end(query.has('versions') ? versionList(query) : keyList(query));
    }
    const current = latest(key);
    if (request.method === 'PUT') {
      const source = decodeURIComponent(String(request.headers['x-amz-copy-source'] ?? ''));
      const copied = source === '' ? undefined : latest(source.slice(source.indexOf('/') + 1));
      add(key, copied?.body ?? (await buffer(request)));
      return response.end(
        source === '' ? '' : '<CopyObjectResult><ETag>&quot;x&quot;</ETag></CopyObjectResult>',
      );
    }
    if (request.method === 'DELETE') {
      const id = query.get('versionId');
      if (id === null) {
        add(key, undefined);
        response.setHeader('x-amz-delete-marker', 'true');
      } else versions = versions.filter((version) => version.key !== key || version.id !== id);
      return response.writeHead(204).end();
    }
    if (current?.body === undefined) return response.writeHead(404).end();
    response.setHeader('etag', etagOf(current.body));
    response.setHeader('content-length', current.body.length);
    return response.end(request.method === 'HEAD' ? undefined : current.body);
  };

  const keyList = (query: URLSearchParams) => {
    const encode = encoder(query);
    const keys = [...new Set(versions.map(({ key }) => key))]
      .filter((key) => key.startsWith(query.get('prefix') ?? '') && key > (query.get('start-after') ?? ''))
      .sort();
    const contents = keys.flatMap((key) => {
      const body = latest(key)?.body;
      return body === undefined
        ? []
        : `<Contents><Key>${encode(key)}</Key><Size>${body.length}</Size><ETag>${etagOf(body)}</ETag></Contents>`;
    });
    return `<ListBucketResult><IsTruncated>false</IsTruncated>${encoding(query)}${contents.join('')}</ListBucketResult>`;
  };

  const versionList = (query: URLSearchParams) => {
    const encode = encoder(query);
    const found = versions
      .filter(({ key }) => key.startsWith(query.get('prefix') ?? ''))
      .toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
    const marker = query.get('version-id-marker');
    const start = marker === null ? 0 : found.findIndex(({ id }) => id === marker) + 1;
    const page = found.slice(start, start + VERSIONS_PAGE);
    const last = page.at(-1);
    const next =
      last && start + VERSIONS_PAGE < found.length
        ? `<IsTruncated>true</IsTruncated><NextKeyMarker>${encode(last.key)}</NextKeyMarker><NextVersionIdMarker>${last.id}</NextVersionIdMarker>`
        : '<IsTruncated>false</IsTruncated>';
    const listed = page.map(({ key, id, body }) => {
      const isLatest = latest(key)?.id === id;
      const fields = `<Key>${encode(key)}</Key><VersionId>${id}</VersionId><IsLatest>${isLatest}</IsLatest>`;
      return body === undefined
        ? `<DeleteMarker>${fields}</DeleteMarker>`
        : `<Version>${fields}<ETag>${etagOf(body)}</ETag></Version>`;
    });
    return `<ListVersionsResult>${encoding(query)}${next}${listed.join('')}</ListVersionsResult>`;
  };

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    /** Settings with which the SDK and the command line reach it. */
    env: {
      AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${address.port}`,
      AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_REGION: 'us-east-1',
    },
    requests,
    put: (key: string, body: string | Buffer) => add(key, Buffer.from(body)),
    /** The content of each version of a key, the newest first; undefined for a delete marker. */
    versions: (key: string) =>
      versions.filter((version) => version.key === key).map(({ body }) => body?.toString()),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function etagOf(body: Buffer): string {
  return `"${createHash('md5').update(body).digest('hex')}"`;
}

function encoding(query: URLSearchParams): string {
  return query.get('encoding-type') === 'url' ? '<EncodingType>url</EncodingType>' : '';
}

/** As S3 encodes keys: like a form, with slashes as they are. */
function encoder(query: URLSearchParams): (key: string) => string {
  if (query.get('encoding-type') !== 'url') return (key) => key;
  return (key) => encodeURIComponent(key).replaceAll('%20', '+').replaceAll('%2F', '/');
}
