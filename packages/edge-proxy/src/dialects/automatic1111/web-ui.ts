import type { BlockMode } from '../../dialect-kit/call/call.ts';
import { type UpstreamClient, upstreamClient } from '../../dialect-kit/client/client.ts';
import type { Fields } from '../../dialect-kit/fields/field.ts';
import { type FieldOptions, openFields } from '../../dialect-kit/fields/open-fields.ts';
import type { UnknownFields } from '../../dialect-kit/fields/read-fields.ts';
import type { OpenedRoutes } from '../../dialect-kit/serving/pass.ts';
import { openExtensions } from './extensions.ts';
import { pictureFields, SETTINGS } from './fields.ts';
import { RunningTasks } from './running.ts';

/** The address of {@link automatic1111}'s server, its login, and the routes and fields that the operator opens. */
export interface Automatic1111Options extends FieldOptions {
  /** The server's address, e.g. `http://127.0.0.1:7860`. */
  readonly url: string;
  /** `user:password` for a server started with `--api-auth`. Without it, the client's own login is forwarded. */
  readonly auth?: string;
  /** `placeholder` when left out: most apps of this protocol do not show the message of an error. */
  readonly blocked?: BlockMode;
  /** Whether requests may make the server save its unscreened images to its disk. */
  readonly saveImages?: boolean;
  /** Names of further settings that requests may change. */
  readonly settings?: readonly string[];
  /** Further calls to forward, such as `GET /sdapi/v1/vae-approx`. */
  readonly allow?: OpenedRoutes;
  /** Longest a generation may take, in seconds; 900 when left out, because a model on the operator's own machine may need minutes. */
  readonly maxSeconds?: number;
}

/** One server of the web UI's API, with what all of its calls share. */
export interface WebUi extends UnknownFields {
  readonly server: UpstreamClient;
  readonly blocked: BlockMode;
  /** The table of the two routes that make images, with the operator's own fields. */
  readonly table: Fields;
  /** The table of extensions, with the operator's own fields. */
  readonly extensions: Fields;
  /** Names of the settings that a request may change. */
  readonly settings: readonly string[];
  readonly saveImages: boolean;
  /** Longest a generation may take, in milliseconds. */
  readonly maxMs: number;
  readonly running: RunningTasks;
}

/** Puts a server together. @throws Error naming a field or role of the options that cannot be read. */
export function webUiOf(options: Automatic1111Options): WebUi {
  const settings = [...SETTINGS, ...(options.settings ?? [])];
  return {
    server: upstreamClient(options.url, options.auth ? `Basic ${btoa(options.auth)}` : undefined),
    blocked: options.blocked ?? 'placeholder',
    table: openFields(pictureFields(settings), options),
    extensions: openExtensions(options),
    settings,
    unknown: options.unknown,
    saveImages: options.saveImages ?? false,
    maxMs: (options.maxSeconds ?? 900) * 1_000,
    running: new RunningTasks(),
  };
}
