/** One storage slot as the contracts pack it: fields from the lowest bit up. */

/** A value and the bits it may take. */
export type PackedField = readonly [value: bigint, width: bigint];

/** Packs fields, the lowest first; a value that does not fit its width is refused. */
export function packWord(fields: readonly PackedField[]): bigint {
  let [word, shift] = [0n, 0n];
  for (const [value, width] of fields) {
    if (value < 0n || value >> width !== 0n)
      throw new RangeError(`${value.toString()} does not fit ${width.toString()} bits`);
    word |= value << shift;
    shift += width;
  }
  return word;
}

/** Reads the fields of a word one after the other, the lowest first. */
export function readWord(word: bigint): (width: bigint) => bigint {
  let rest = word;
  return (width) => {
    const value = rest & ((1n << width) - 1n);
    rest >>= width;
    return value;
  };
}
