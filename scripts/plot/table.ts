import type { Figure, Line, Panel } from "./figures.js";

/** The figures as text. */

const ROWS = 10;
/** Two x closer than this are the same. */
const SAME = 1e-9;
const GAP = "  ";

/** The value of a line at the last point that is not after x. */
function valueAt(line: Line, x: number): string {
  const last = line.points.filter(([at]) => at <= x + SAME).at(-1);
  return last === undefined ? "" : last[1].toFixed(2);
}

/** The x that a table shows: those of its figure, or eleven even ones. */
function rowsOf({ lines }: Panel, { rows }: Figure): readonly number[] {
  if (rows !== undefined) return rows;
  const end = Math.max(...lines.flatMap((line) => line.points.map(([x]) => x)));
  return Array.from({ length: ROWS + 1 }, (_, i) => (end * i) / ROWS);
}

function panelTable(panel: Panel, figure: Figure): string[] {
  const head = [figure.column, ...panel.lines.map(({ name, kind }) => `${name} ${kind}`)];
  const body = rowsOf(panel, figure).map((x) => [
    x.toFixed(2),
    ...panel.lines.map((line) => valueAt(line, x)),
  ]);
  const widths = head.map((title, i) =>
    Math.max(title.length, ...body.map((row) => (row[i] ?? "").length)),
  );
  const format = (row: readonly string[]): string =>
    row.map((cell, i) => cell.padStart(widths[i] ?? 0)).join(GAP);
  return [`${panel.title}: ${figure.y}`, format(head), ...body.map(format), ""];
}

/** The tables of the figures. */
export function tablesOf(figures: readonly Figure[]): string {
  const lines = figures.flatMap((figure) => [
    figure.title,
    figure.note,
    "",
    ...figure.panels.flatMap((panel) => panelTable(panel, figure)),
  ]);
  return `${lines.join("\n").trimEnd()}\n`;
}
