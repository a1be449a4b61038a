/** Fields of one Protocol Buffers message, in order. https://protobuf.dev/programming-guides/encoding/ */
export type Message = Uint8Array[];

const text = new TextEncoder();

/** An unsigned integer or enum below 2^31. */
export function integer(field: number, value: number): Uint8Array {
  return Uint8Array.from([...varint(field << 3), ...varint(value)]);
}

/** A 32-bit float. */
export function float(field: number, value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setFloat32(0, value, true);
  return Uint8Array.from([...varint((field << 3) | 5), ...bytes]);
}

/** A string, raw bytes, or a message within the message. */
export function nested(field: number, value: string | Uint8Array | Message): Uint8Array {
  const bytes =
    typeof value === 'string' ? text.encode(value) : value instanceof Uint8Array ? value : join(value);
  return join([Uint8Array.from([...varint((field << 3) | 2), ...varint(bytes.length)]), bytes]);
}

/** The message's bytes. */
export function join(message: Message): Uint8Array {
  const bytes = new Uint8Array(message.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of message) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}

function varint(value: number): number[] {
  const bytes = [];
  let rest = value;
  while (rest > 0x7f) {
    bytes.push((rest & 0x7f) | 0x80);
    rest >>>= 7;
  }
  return [...bytes, rest];
}
