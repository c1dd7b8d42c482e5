import type { Operation } from "./operations.js";

/** What a run found, or an earlier one recorded, by operation. */
export type Figures = Readonly<Record<string, number>>;

/** One operation held against its bounds and its past. */
export interface Line {
  readonly operation: Operation;
  /** Undefined when this run did not measure it. */
  readonly now: number | undefined;
  /** Undefined when it was never recorded. */
  readonly recorded: number | undefined;
  readonly overBudget: boolean;
  readonly overStretch: boolean;
}

/** Every operation with what is known of it, in the order of the operations. */
export function compare(
  operations: readonly Operation[],
  recorded: Figures,
  measured: Figures,
): Line[] {
  return operations.map((operation) => {
    const now = measured[operation.id];
    const over = (bound: number | undefined): boolean =>
      now !== undefined && bound !== undefined && now > bound;
    return {
      operation,
      now,
      recorded: recorded[operation.id],
      overBudget: over(operation.budget),
      overStretch: over(operation.stretch),
    };
  });
}

/** What a strict run minds besides: figures that are not what is recorded. */
function driftOf({ operation, recorded, now }: Line): string[] {
  if (now === undefined || now === recorded) return [];
  const was = recorded === undefined ? "nothing" : String(recorded);
  return [`${operation.id}: ${was} recorded, ${now} now; record it with --record if it is meant`];
}

/** A listed miss may cost what is recorded, and is struck from the list once it is none. */
function missFaultsOf({ operation, now, recorded, overBudget }: Line): string[] {
  const { id, unit } = operation;
  if (!overBudget) return [`${id}: within its budget, but listed as missed; strike the reason`];
  if (recorded === undefined) return [`${id}: a miss that was never recorded`];
  if (now === undefined || now <= recorded) return [];
  return [`${id}: ${now} ${unit}, a miss that grew by ${now - recorded} from ${recorded} recorded`];
}

function faultsOf(line: Line): string[] {
  const { operation, now, overBudget } = line;
  const { id, budget, unit, missed } = operation;
  if (now === undefined) return [`${id}: not measured`];
  if (missed !== undefined) return missFaultsOf(line);
  if (!overBudget || budget === undefined) return [];
  return [`${id}: ${now} ${unit}, ${now - budget} more than its budget of ${budget}`];
}

/**
 * Why a run fails: an operation beyond its budget that is not listed as missed, a listed miss that grew beyond what is
 * recorded or is none, an operation that was not measured, one measured that nobody listed, and in a strict run any
 * difference from what is recorded.
 */
export function problemsOf(lines: readonly Line[], measured: Figures, strict: boolean): string[] {
  const listed = new Set(lines.map(({ operation }) => operation.id));
  const unlisted = Object.keys(measured).filter((id) => !listed.has(id));
  return [
    ...lines.flatMap(faultsOf),
    ...unlisted.map((id) => `${id}: measured, but not listed in bench/lib/operations.ts`),
    ...(strict ? lines.flatMap(driftOf) : []),
  ];
}

const number = (value: number | undefined): string =>
  value === undefined ? "" : value.toLocaleString("en-US");

function changeOf({ now, recorded }: Line): string {
  if (now === undefined || recorded === undefined || now === recorded) return "";
  const change = now - recorded;
  const percent = ((100 * change) / recorded).toFixed(1);
  return `${change > 0 ? "+" : ""}${number(change)} (${percent}%)`;
}

function missOf(now: number, budget: number): string {
  const over = now - budget;
  return `MISSED by ${number(over)} (${((100 * over) / budget).toFixed(1)}%)`;
}

function verdictOf({ operation, now, overBudget, overStretch }: Line): string {
  const { budget, missed } = operation;
  if (overBudget && missed !== undefined && now !== undefined && budget !== undefined)
    return missOf(now, budget);
  if (overBudget) return "OVER BUDGET";
  if (operation.stretch === undefined) return "";
  return overStretch ? "in budget" : "in stretch";
}

const HEADINGS = ["operation", "budget", "stretch", "recorded", "now", "change", ""] as const;

function cellsOf(line: Line): string[] {
  const { title, budget, stretch } = line.operation;
  return [
    title,
    number(budget),
    number(stretch),
    number(line.recorded),
    number(line.now),
    changeOf(line),
    verdictOf(line),
  ];
}

/** The comparison as a table, one operation a row. */
export function tableOf(lines: readonly Line[]): string {
  const rows = [[...HEADINGS], ...lines.map(cellsOf)];
  const widths = HEADINGS.map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? "").length)),
  );
  const text = rows.map((row) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return column === 0 || column === HEADINGS.length - 1
          ? cell.padEnd(width)
          : cell.padStart(width);
      })
      .join("  ")
      .trimEnd(),
  );
  const [head = "", ...body] = text;
  return [head, "-".repeat(head.length), ...body].join("\n");
}

/** Figures as they stand in git: sorted by name, so that a change shows as one line. */
export function canonical(figures: Figures): string {
  const sorted = Object.entries(figures).sort(([a], [b]) => (a < b ? -1 : 1));
  return `${JSON.stringify(Object.fromEntries(sorted), undefined, 2)}\n`;
}
