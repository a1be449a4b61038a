import type { Json } from '../../../wire/json/strict-json.ts';

/** One node of a workflow as it is sent: only these two fields, so no `_meta` or `is_changed`. */
export interface WorkflowNode {
  readonly class_type: string;
  /** Each a link `[node id, output slot]`, or a value. */
  readonly inputs: Readonly<Record<string, Json>>;
}

/** A graph in ComfyUI's API format, by node id. A map, because ids come from the client. */
export type Workflow = ReadonlyMap<string, WorkflowNode>;

/** A text at one input of one node. */
export interface GraphText {
  readonly nodeId: string;
  readonly classType: string;
  readonly input: string;
  readonly text: string;
}

/** A picture that a workflow loads from the server's folders. */
export interface InputImage {
  readonly nodeId: string;
  readonly classType: string;
  readonly input: string;
  readonly filename: string;
  /** Empty at the top of the folder. */
  readonly subfolder: string;
  readonly type: 'input' | 'output' | 'temp';
  /** Whether only its shape counts. */
  readonly mask: boolean;
}

/** An output node. */
export interface OutputNode {
  readonly nodeId: string;
  readonly classType: string;
  /** `save`: a picture under `/view?type=output`; `preview`: under `type=temp`; `websocket`: frames; `other`: anything else. */
  readonly kind: 'save' | 'preview' | 'websocket' | 'other';
}

/** A workflow of which every string was read. */
export interface GraphReading {
  readonly kind: 'read';
  /**
   * The graph that may be sent in place of the client's: every text that could be evaluated is a literal in it, so that
   * the model gets exactly the judged texts. Nodes that no output depends on are removed, also string nodes.
   */
  readonly workflow: Workflow;
  /** Texts that condition the images. Screened by every check, as `prompt` and `otherPrompts`. */
  readonly positive: readonly GraphText[];
  /** Texts that reach only the negative side of samplers whose guidance is 1 or more. */
  readonly negative: readonly GraphText[];
  /** Texts that may reach an encoder. Screened by every check, as `otherPrompts`. */
  readonly otherTexts: readonly GraphText[];
  /** All other strings that go upstream: ids, class names, files, settings. Screened as `names`. */
  readonly names: readonly string[];
  /** Paths of inputs that are dropped because their class does not have them. */
  readonly dropped: readonly string[];
  readonly inputImages: readonly InputImage[];
  readonly outputs: readonly OutputNode[];
  /** The lowest guidance scale of all samplers; undefined when no sampler has one. */
  readonly guidanceScale: number | undefined;
}

/** A workflow that is not sent to the server. */
export interface GraphDenial {
  readonly kind: 'denied';
  readonly nodeId: string;
  readonly classType: string;
  /** For a person; names the setting that allows the node, where one does. */
  readonly message: string;
}

export interface ReadOptions {
  /** Node classes that the operator allows: their strings are screened, but the texts they make are not known. */
  readonly allowedNodes: readonly string[];
  /** The server's description of its nodes, which is preferred to the built-in one. */
  readonly objectInfo?: ObjectInfo | undefined;
}

/** The inputs and outputs of one class of nodes. */
export interface NodeSchema {
  /** Type by input; a list of choices is `COMBO`. */
  readonly inputs: ReadonlyMap<string, string>;
  /** Type by slot. */
  readonly outputs: readonly string[];
  readonly isOutput: boolean;
  /** Whether the class is built into ComfyUI, and not part of custom nodes or a paid service. */
  readonly standard: boolean;
}

/** The content of `GET /object_info`, by class. */
export type ObjectInfo = ReadonlyMap<string, NodeSchema>;

/** Why the addition has no effect on a sampler. */
export type Powerless =
  /** Its guidance scale is 1 or less or not known, or it takes no negative prompt at all. */
  | 'guidance'
  /** Its negative conditioning is zeroed out. */
  | 'zeroed'
  /** No text encoder was found on its negative side, e.g. behind an unknown node. */
  | 'no-encoder';

/** A workflow with the operator's negative prompt in it. */
export interface Injection {
  readonly workflow: Workflow;
  /**
   * Ids of nodes the client did not send, each with the client's node that it belongs to, whose id replaces it in
   * answers.
   */
  readonly added: ReadonlyMap<string, string>;
  /** Inputs whose value is no longer the client's: they hold the addition, or a link to an added node. */
  readonly changed: readonly { readonly nodeId: string; readonly input: string }[];
  readonly powerless: readonly {
    readonly nodeId: string;
    readonly classType: string;
    readonly why: Powerless;
  }[];
}
