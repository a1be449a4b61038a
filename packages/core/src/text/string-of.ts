/** Units per call, which takes them as arguments. */
const AT_ONCE = 4_096;

/** UTF-16 units as a string. */
export function stringOf(units: Uint16Array): string {
  const pieces: string[] = [];
  for (let at = 0; at < units.length; at += AT_ONCE)
    pieces.push(Reflect.apply(String.fromCharCode, undefined, units.subarray(at, at + AT_ONCE)));
  return pieces.join('');
}
