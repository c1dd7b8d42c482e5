import { expect } from "chai";

/** Expects a struct read from a contract to hold the values it was given, field by field. */
export function keeps(kept: object, given: object): void {
  const fields: readonly [string, unknown][] = Object.entries(given);
  for (const [name, value] of fields) {
    const actual: unknown = Reflect.get(kept, name);
    expect(String(actual), name).to.equal(String(value));
  }
}
