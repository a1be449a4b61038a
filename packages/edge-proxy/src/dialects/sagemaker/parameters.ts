import { type Fields, model, name, object, word } from '../../dialect-kit/fields/field.ts';
import { type FieldOptions, openFields } from '../../dialect-kit/fields/open-fields.ts';
import { readFields, textSlots, typedFields } from '../../dialect-kit/fields/read-fields.ts';
import { isObject, type JsonObject } from '../../wire/json/strict-json.ts';

/** Parameters of InvokeEndpoint that come as headers and may reach the container. */
const HEADERS = {
  CustomAttributes: 'x-amzn-sagemaker-custom-attributes',
  TargetModel: 'x-amzn-sagemaker-target-model',
  TargetVariant: 'x-amzn-sagemaker-target-variant',
  TargetContainerHostname: 'x-amzn-sagemaker-target-container-hostname',
  InferenceId: 'x-amzn-sagemaker-inference-id',
  InferenceComponentName: 'x-amzn-sagemaker-inference-component',
} as const;

/** Custom attributes are free text that every container reads in its own way: an id, and pairs of a key and a value. */
const FIELDS: Fields = {
  CustomAttributes: object({ id: name, accept_eula: word(/^(true|false)$/i) }),
  TargetModel: model,
  TargetVariant: name,
  TargetContainerHostname: model,
  InferenceId: name,
  InferenceComponentName: name,
};

/** The parameters of a call, read once. */
export interface Parameters {
  /** By their SDK names. */
  readonly sent: Readonly<Record<string, string>>;
  /** The names in them, and the dropped texts: the rules read both. */
  readonly names: readonly string[];
  readonly dropped: readonly string[];
}

/** Reads the parameters of a call by their own table. @throws BodyError */
export function readParameters(headers: Headers, options: FieldOptions): Parameters {
  const given = Object.entries(HEADERS).flatMap(([parameter, header]) => {
    const value = headers.get(header);
    return value === null ? [] : [[parameter, value] as const];
  });
  const body = Object.fromEntries(
    given.map(([parameter, value]) => [
      parameter,
      parameter === 'CustomAttributes' ? attributesIn(value) : value,
    ]),
  );
  const read = readFields(body, openFields(FIELDS, options), options);
  const sent = Object.entries(typedFields(read)).map(([parameter, value]): [string, string] => [
    parameter,
    isObject(value) ? attributesOf(value) : String(value),
  ]);
  return {
    sent: Object.fromEntries(sent.filter(([, value]) => value !== '')),
    names: [...textSlots(read, 'name', 'text', 'prompt').map(({ value }) => value), ...read.droppedTexts],
    dropped: read.dropped,
  };
}

function attributesIn(text: string): JsonObject {
  const parts = text.split(/[;,]/).map((part) => part.trim());
  return Object.fromEntries(
    parts
      .filter((part) => part !== '')
      .map((part) => {
        const at = part.indexOf('=');
        return at < 0 ? ['id', part] : [part.slice(0, at).trim(), part.slice(at + 1).trim()];
      }),
  );
}

function attributesOf(fields: JsonObject): string {
  return Object.entries(fields)
    .map(([key, value]) => (key === 'id' ? String(value) : `${key}=${value}`))
    .join(';');
}
