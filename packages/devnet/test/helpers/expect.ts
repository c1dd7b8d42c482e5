import { expect } from "chai";

/** The error a promise is rejected with. */
export async function errorOf(promise: Promise<unknown>): Promise<Error> {
  try {
    await promise;
  } catch (error) {
    expect(error).to.be.instanceOf(Error);
    if (error instanceof Error) return error;
  }
  throw new Error("it was expected to fail and did not");
}
