import { Args } from "./formula.js";
import type { Value } from "./formula.js";
import type { BoundCase, UnknownCase } from "./parse.js";

/** What one implementation answers to a case. */
export type Answer =
  | { readonly values: readonly Value[] }
  /** It threw or reverted. */
  | { readonly failure: string };

/** An implementation of the formulas. */
export interface Side {
  readonly name: string;
  /** One answer a case, in order. */
  answer(cases: readonly BoundCase[]): Promise<readonly Answer[]>;
}

export interface Outcome {
  /** Cases on which every side gives the expected results. */
  readonly passed: number;
  readonly failed: number;
}

/** The SDK's own implementation. */
export const twinSide: Side = {
  name: "sdk",
  answer: (cases) => Promise.resolve(cases.map(askTwin)),
};

function askTwin({ formula, args }: BoundCase): Answer {
  try {
    return { values: formula.twin(new Args(args)) };
  } catch (error) {
    return { failure: error instanceof Error ? error.message : "failed" };
  }
}

export const formatValue = (value: Value): string =>
  typeof value === "object" ? `[${value.join(", ")}]` : value.toString();

const formatValues = (values: readonly Value[]): string => values.map(formatValue).join(", ");

export const formatAnswer = (answer: Answer): string =>
  "failure" in answer ? `failed: ${answer.failure}` : formatValues(answer.values);

/** Runs every case on every side; a case passes only if all sides match. Mismatches go to the sink. */
export async function runVectors(
  cases: readonly (BoundCase | UnknownCase)[],
  sides: readonly Side[],
  write: (line: string) => void,
): Promise<Outcome> {
  const bound = cases.filter((item) => "formula" in item);
  const failed = new Set<BoundCase | UnknownCase>();
  for (const item of cases) {
    if ("formula" in item) continue;
    failed.add(item);
    write(`UNKNOWN  ${item.id}: there is no function "${item.unknown}"`);
  }
  for (const side of sides) {
    const answers = await side.answer(bound);
    bound.forEach((item, i) => {
      const answer = answers[i] ?? { failure: "no answer" };
      if (formatAnswer(answer) === formatValues(item.expected)) return;
      failed.add(item);
      write(describeMismatch(item, side.name, answer));
    });
  }
  return { passed: cases.length - failed.size, failed: failed.size };
}

function describeMismatch(
  { id, formula, args, expected }: BoundCase,
  side: string,
  got: Answer,
): string {
  const names = formula.parameters.map((parameter, i) => {
    const value = args[i];
    return `${parameter.name} = ${value === undefined ? "" : formatValue(value)}`;
  });
  return [
    `MISMATCH ${id}: ${formula.short} (${formula.name}) on ${side}`,
    ...names.map((line) => `           ${line}`),
    `  expected ${formatValues(expected)}`,
    `  got      ${formatAnswer(got)}`,
  ].join("\n");
}
