import { axisTo, label } from "./axis.js";
import type { Axis } from "./axis.js";
import type { Figure, Line, Panel } from "./figures.js";

/** A figure as an SVG of panels side by side, readable on a light and on a dark page. */

const COLUMNS = 2;
const PANEL = { width: 470, height: 300 } as const;
const PLOT = { left: 62, top: 34, width: 388, height: 212 } as const;
const HEAD = 66;
const LEGEND_ROW = 22;
const LEGEND_STEP = 150;
const DASHES = ["none", "7 4", "2 3"] as const;

/** Hues apart in lightness too, one set for each page. */
const COLOURS = [
  ["#1b6ca8", "#6cb8f0"],
  ["#b8501f", "#f2a071"],
  ["#3d7d2c", "#8fd077"],
  ["#7a3fa0", "#cfa2f0"],
  ["#8a6d00", "#e6c84f"],
  ["#a8324f", "#f28fa8"],
] as const;

const colourRules = (page: 0 | 1): string =>
  COLOURS.map((pair, i) => `.c${i}{stroke:${pair[page]}}`).join("");

const STYLE = `text{font:12px system-ui,sans-serif;fill:#222}.title{font-size:16px;font-weight:600}.note,.tick{fill:#555}.panel{font-weight:600}.page{fill:#fff}.grid{stroke:#ddd}.axis{stroke:#888}.line{fill:none;stroke-width:1.8;stroke-linejoin:round}${colourRules(0)}.ink{stroke:#222}@media(prefers-color-scheme:dark){text{fill:#eee}.note,.tick{fill:#aaa}.page{fill:#16181d}.grid{stroke:#33373f}.axis{stroke:#888}${colourRules(1)}.ink{stroke:#eee}}`;

const escaped = (text: string): string =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");

const text = (x: number, y: number, content: string, rest = ""): string =>
  `<text x="${x}" y="${y}" ${rest}>${escaped(content)}</text>`;

const rule = (name: string, [x1, y1, x2, y2]: readonly [number, number, number, number]): string =>
  `<line class="${name}" x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}"/>`;

/** Where a panel's numbers stand on the page. */
interface Scale {
  readonly x: Axis;
  readonly y: Axis;
  readonly at: (x: number, y: number) => readonly [number, number];
}

function scaleOf({ lines }: Panel): Scale {
  const points = lines.flatMap((line) => line.points);
  const x = axisTo(Math.max(...points.map(([value]) => value)), 6);
  const y = axisTo(Math.max(...points.map(([, value]) => value)), 5);
  const round = (value: number): number => Math.round(value * 10) / 10;
  const at = (px: number, py: number): readonly [number, number] => [
    round(PLOT.left + (px / x.end) * PLOT.width),
    round(PLOT.top + PLOT.height - (py / y.end) * PLOT.height),
  ];
  return { x, y, at };
}

function axes(figure: Figure, { x, y, at }: Scale): string[] {
  const bottom = PLOT.top + PLOT.height;
  const across = y.ticks.flatMap((tick) => {
    const [, py] = at(0, tick);
    return [
      rule("grid", [PLOT.left, py, PLOT.left + PLOT.width, py]),
      text(PLOT.left - 8, py + 4, label(tick), 'class="tick" text-anchor="end"'),
    ];
  });
  const along = x.ticks.map((tick) => {
    const [px] = at(tick, 0);
    return text(px, bottom + 18, label(tick), 'class="tick" text-anchor="middle"');
  });
  const middle = PLOT.top + PLOT.height / 2;
  return [
    ...across,
    ...along,
    rule("axis", [PLOT.left, bottom, PLOT.left + PLOT.width, bottom]),
    text(PLOT.left + PLOT.width / 2, bottom + 38, figure.x, 'text-anchor="middle"'),
    text(14, middle, figure.y, `text-anchor="middle" transform="rotate(-90 14 ${middle})"`),
  ];
}

const dashOf = (figure: Figure, kind: string): string =>
  DASHES[figure.kinds.indexOf(kind)] ?? DASHES[0];

function path(line: Line, figure: Figure, scale: Scale, colour: number): string {
  const points = line.points.map(([x, y]) => scale.at(x, y).join(","));
  const name = escaped(`${line.name}, ${line.kind}`);
  return `<polyline class="line c${colour}" stroke-dasharray="${dashOf(figure, line.kind)}" points="${points.join(" ")}"><title>${name}</title></polyline>`;
}

function panelGroup(panel: Panel, figure: Figure, names: readonly string[], i: number): string {
  const [column, row] = [i % COLUMNS, Math.floor(i / COLUMNS)];
  const scale = scaleOf(panel);
  const parts = [
    text(PLOT.left, PLOT.top - 12, panel.title, 'class="panel"'),
    ...axes(figure, scale),
    ...panel.lines.map((line) =>
      path(line, figure, scale, names.indexOf(line.name) % COLOURS.length),
    ),
  ];
  const move = `translate(${column * PANEL.width} ${HEAD + row * PANEL.height})`;
  return `<g transform="${move}">${parts.join("")}</g>`;
}

/** Lanes by colour, then what is drawn how. */
function legend(figure: Figure, names: readonly string[], top: number): string {
  const entry = (i: number, y: number, sample: string, name: string): string => {
    const x = PLOT.left + i * LEGEND_STEP;
    const stroke = `<line class="line ${sample}" x1="${x}" y1="${y - 4}" x2="${x + 28}" y2="${y - 4}"`;
    return `${stroke}/>${text(x + 36, y, name)}`;
  };
  const lanes = names.map((name, i) => entry(i, top, `c${i % COLOURS.length}`, name));
  const kinds = figure.kinds.map((kind, i) =>
    entry(i, top + LEGEND_ROW, `ink" stroke-dasharray="${dashOf(figure, kind)}`, kind),
  );
  return [...lanes, ...kinds].join("");
}

/** The SVG of a figure. */
export function svgOf(figure: Figure): string {
  const names = [...new Set(figure.panels.flatMap((p) => p.lines.map(({ name }) => name)))];
  const rows = Math.ceil(figure.panels.length / COLUMNS);
  const top = HEAD + rows * PANEL.height + LEGEND_ROW;
  const [width, height] = [
    Math.max(COLUMNS * PANEL.width, PLOT.left + names.length * LEGEND_STEP),
    top + 2 * LEGEND_ROW,
  ];
  const panels = figure.panels.map((panel, i) => panelGroup(panel, figure, names, i));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(figure.title)}">`,
    `<style>${STYLE}</style>`,
    `<rect class="page" width="${width}" height="${height}"/>`,
    text(PLOT.left, 26, figure.title, 'class="title"'),
    text(PLOT.left, 46, figure.note, 'class="note"'),
    ...panels,
    legend(figure, names, top),
    "</svg>\n",
  ].join("\n");
}
