/** What a call fails with, as text; empty if it goes through. */
export const failureOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => "",
    (error: unknown) => String(error),
  );
