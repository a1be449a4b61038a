import * as s3 from '../../aws/clients/s3.ts';
import { s3Client } from '../../aws/s3-client.ts';
import { s3Failed, statusOf } from './s3-errors.ts';
import {
  changed,
  type Entry,
  type Leftover,
  type OrderedSource,
  type Restored,
  SourceError,
  tooManyBytes,
} from './source.ts';

/** Tags of one object at most. Source: Amazon S3 user guide, object tagging. */
const MAX_TAGS = 10;

/**
 * The objects under a prefix. Quarantined ones go to a sibling prefix of the same bucket, `<prefix>.quarantine/`. If
 * the bucket keeps versions, moving and deleting leave a delete marker and the earlier versions.
 * @param uri `s3://bucket/prefix/`; the last slash may be left out.
 */
export function s3Source(uri: string): OrderedSource {
  const { bucket, prefix } = parse(uri);
  const client = s3Client();
  const quarantine = `${prefix.replace(/\/$/, '')}.quarantine/`;
  const keyOf = (path: string) => prefix + path;

  const list = async function* (under: string, after?: string): AsyncGenerator<Entry> {
    const pages = s3.paginateListObjectsV2(
      { client },
      {
        Bucket: bucket,
        Prefix: under,
        // XML cannot hold every character that a key may have.
        EncodingType: 'url',
        ...(after !== undefined && { StartAfter: under + after }),
      },
    );
    try {
      for await (const { Contents: objects = [], EncodingType: encoding } of pages) {
        for (const { Key: listed = '', Size: bytes = 0, ETag: version = '' } of objects) {
          const key = keyIn(listed, encoding);
          // Consoles show an empty folder by an empty object whose key ends in a slash.
          if (!key.endsWith('/') || bytes > 0) yield { path: key.slice(under.length), bytes, version };
        }
      }
    } catch (error) {
      if (error instanceof SourceError) throw error;
      const { code, message } = s3Failed(error).problem;
      throw new SourceError(code, `s3://${bucket}/${under}: ${message}`, { cause: error });
    }
  };
  const isOfSet = ({ path }: Entry) => !keyOf(path).startsWith(quarantine);
  const versionsOf = async (key: string): Promise<Version[]> => {
    const found: Version[] = [];
    let from: { KeyMarker?: string; VersionIdMarker?: string } | undefined = {};
    while (from !== undefined) {
      const page: s3.ListObjectVersionsCommandOutput = await client.send(
        new s3.ListObjectVersionsCommand({ Bucket: bucket, Prefix: key, EncodingType: 'url', ...from }),
      );
      const encoding = page.EncodingType;
      const markers = (page.DeleteMarkers ?? []).map((marker) => ({ ...marker, ETag: undefined }));
      for (const { Key: listed = '', VersionId: id = 'null', ETag: etag, IsLatest: isLatest = false } of [
        ...(page.Versions ?? []),
        ...markers,
      ])
        if (keyIn(listed, encoding) === key) found.push({ id, etag, isLatest });
      from = page.IsTruncated
        ? {
            ...(page.NextKeyMarker !== undefined && { KeyMarker: keyIn(page.NextKeyMarker, encoding) }),
            ...(page.NextVersionIdMarker !== undefined && { VersionIdMarker: page.NextVersionIdMarker }),
          }
        : undefined;
    }
    return found;
  };
  const exists = async (key: string) => {
    try {
      await client.send(new s3.HeadObjectCommand({ Bucket: bucket, Key: key }));
      return true;
    } catch (error) {
      if (statusOf(error) === 404) return false;
      throw s3Failed(error);
    }
  };
  const move = async (from: string, to: string, version: string) => {
    if (await exists(to))
      throw new SourceError('exists', `s3://${bucket}/${to} exists already and is not replaced.`);
    const CopySource = `${bucket}/${from}`.split('/').map(encodeURIComponent).join('/');
    try {
      await client.send(
        new s3.CopyObjectCommand({ Bucket: bucket, Key: to, CopySource, CopySourceIfMatch: version }),
      );
      return await withoutVersions(from);
    } catch (error) {
      throw s3Failed(error);
    }
  };
  /** Deletes the current object of the key. If the bucket keeps versions, earlier ones stay. */
  const withoutVersions = async (key: string): Promise<Leftover | undefined> => {
    const { DeleteMarker: isMarked = false } = await client.send(
      new s3.DeleteObjectCommand({ Bucket: bucket, Key: key }),
    );
    return isMarked ? 'versions' : undefined;
  };
  const assertUnchanged = async ({ path, version }: Entry) => {
    const head = await client
      .send(new s3.HeadObjectCommand({ Bucket: bucket, Key: keyOf(path) }))
      .catch((error: unknown) => {
        throw s3Failed(error);
      });
    if (head.ETag !== version) throw changed();
  };

  return {
    uri: `s3://${bucket}/${prefix}`,
    quarantineAt: `s3://${bucket}/${quarantine}`,

    async *list() {
      // The quarantine is a part of the set if that is a whole bucket.
      for await (const entry of list(prefix)) if (isOfSet(entry)) yield entry;
    },

    async *listAfter(path) {
      for await (const entry of list(prefix, path)) if (isOfSet(entry)) yield entry;
    },

    async read(path, maxBytes, version) {
      try {
        const object = {
          Bucket: bucket,
          Key: keyOf(path),
          ...(version !== undefined && { IfMatch: version }),
        };
        const { Body: body, ContentLength: bytes = 0 } = await client.send(new s3.GetObjectCommand(object));
        if (bytes > maxBytes) throw tooManyBytes(bytes, maxBytes);
        return new Uint8Array((await body?.transformToByteArray()) ?? []);
      } catch (error) {
        throw error instanceof SourceError ? error : s3Failed(error);
      }
    },

    async slice(path, start, end, version) {
      if (end <= start) return new Uint8Array();
      const Range = `bytes=${start}-${end - 1}`;
      try {
        const object = {
          Bucket: bucket,
          Key: keyOf(path),
          Range,
          ...(version !== undefined && { IfMatch: version }),
        };
        const { Body: body } = await client.send(new s3.GetObjectCommand(object));
        return new Uint8Array((await body?.transformToByteArray()) ?? []);
      } catch (error) {
        throw s3Failed(error);
      }
    },

    async quarantine(entry) {
      await assertUnchanged(entry);
      return await move(keyOf(entry.path), quarantine + entry.path, entry.version);
    },

    async *restore(): AsyncGenerator<Restored> {
      for await (const { path, version } of list(quarantine)) {
        try {
          await move(quarantine + path, keyOf(path), version);
          yield { path };
        } catch (error) {
          if (!(error instanceof SourceError)) throw error;
          yield { path, problem: error.problem };
        }
      }
    },

    async remove(entry) {
      await assertUnchanged(entry);
      try {
        return await withoutVersions(keyOf(entry.path));
      } catch (error) {
        throw s3Failed(error);
      }
    },

    async removeVersions({ path, version }) {
      const key = keyOf(path);
      try {
        const versions = await versionsOf(key);
        // A file that is deleted already has no version in an entry, and a delete marker as its latest one.
        if ((versions.find(({ isLatest }) => isLatest)?.etag ?? '') !== version) throw changed();
        // The latest version is deleted last: without it, readers would get an earlier one.
        for (const { id } of versions.toSorted((a, b) => Number(a.isLatest) - Number(b.isLatest)))
          await client.send(new s3.DeleteObjectCommand({ Bucket: bucket, Key: key, VersionId: id }));
      } catch (error) {
        throw error instanceof SourceError ? error : s3Failed(error);
      }
    },

    async tag({ path }, tags) {
      const object = { Bucket: bucket, Key: keyOf(path) };
      try {
        const { TagSet: present = [] } = await client.send(new s3.GetObjectTaggingCommand(object));
        const others = present.filter(({ Key: key = '' }) => !Object.hasOwn(tags, key));
        const TagSet = [...others, ...Object.entries(tags).map(([Key, Value]) => ({ Key, Value }))];
        if (TagSet.length > MAX_TAGS) {
          throw new SourceError(
            'too-many-tags',
            `It has ${others.length} tags already; the maximum of S3 is ${MAX_TAGS}.`,
          );
        }
        await client.send(new s3.PutObjectTaggingCommand({ ...object, Tagging: { TagSet } }));
      } catch (error) {
        throw error instanceof SourceError ? error : s3Failed(error);
      }
    },
  };
}

/** A version of one key. A delete marker has no ETag. */
interface Version {
  readonly id: string;
  readonly etag: string | undefined;
  readonly isLatest: boolean;
}

/** A key as a listing writes it. Form-encoded: `+` is a space. Servers that do not encode name no encoding. */
function keyIn(listed: string, encoding: string | undefined): string {
  if (encoding !== 'url') return listed;
  try {
    return decodeURIComponent(listed.replaceAll('+', ' '));
  } catch (cause) {
    throw new SourceError('listing', `The server lists a key that is not URL-encoded UTF-8: ${listed}`, {
      cause,
    });
  }
}

function parse(uri: string): { bucket: string; prefix: string } {
  const [, bucket, rest = ''] = /^s3:\/\/([^/]+)(?:\/(.*))?$/.exec(uri) ?? [];
  if (bucket === undefined) throw new SourceError('address', `${uri}: write s3://bucket/prefix/.`);
  return { bucket, prefix: rest === '' || rest.endsWith('/') ? rest : `${rest}/` };
}
