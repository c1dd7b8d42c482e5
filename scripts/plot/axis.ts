/** Round numbers for an axis. */

/** An axis from zero to a round end. */
export interface Axis {
  readonly end: number;
  readonly ticks: readonly number[];
}

const NICE = [1, 2, 2.5, 5, 10] as const;

/** The axis that shows every number up to `most` with about `count` ticks. */
export function axisTo(most: number, count: number): Axis {
  const rough = (most > 0 ? most : 1) / count;
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const step = (NICE.find((nice) => nice * magnitude >= rough) ?? 10) * magnitude;
  const steps = Math.ceil((most > 0 ? most : 1) / step);
  return { end: step * steps, ticks: Array.from({ length: steps + 1 }, (_, i) => step * i) };
}

/** A tick's label, without needless digits. */
export const label = (value: number): string => String(Number(value.toPrecision(6)));
