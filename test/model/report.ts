import { onHold } from "./gateway.js";
import type { Outcome, TraceLine, Violation } from "./explore.js";
import type { Config, Lane } from "./types.js";
import { everyone } from "./types.js";

const columns = [
  "deposited",
  "seen",
  "credited",
  "balance",
  "authorised",
  "released",
  "paid",
] as const;

const short: Record<(typeof columns)[number], string> = {
  deposited: "dep",
  seen: "seen",
  credited: "cred",
  balance: "bal",
  authorised: "auth",
  released: "rel",
  paid: "paid",
};

/** `0/1/0`: the counter of accounts 0, 1 and 2. */
function counters(lane: Lane): string {
  const parts = columns.map(
    (column) => `${short[column]} ${everyone.map((who) => lane.parties[who][column]).join("/")}`,
  );
  return `${parts.join("  ")}  vault ${lane.tokens}${onHold(lane) ? "  HOLD" : ""}`;
}

/** Every step with the counters after it, of accounts 0/1/2. */
export function formatTrace(trace: readonly TraceLine[]): string[] {
  return trace.flatMap(({ label, world }, step) => {
    const lines = world.lanes.map((lane, index) => {
      const name = world.lanes.length > 1 ? `lane ${index}: ` : "";
      return `       ${name}${counters(lane)}`;
    });
    return [`  ${String(step).padStart(2)}. ${label}`, ...lines];
  });
}

export const formatViolation = (violation: Violation): string[] => [
  `  ${violation.id} fails after ${violation.trace.length - 1} steps: ${violation.text}`,
  ...formatTrace(violation.trace),
];

const header = ["configuration", "result", "states", "transitions", "depth"];
const widths = [18, 12, 12, 14, 6];

export const formatHeader = (): string => row(header);

export function formatOutcome(name: string, outcome: Outcome): string {
  const { states, transitions, depth } = outcome;
  const counts = [states, transitions, depth].map((count) => count.toLocaleString("en-GB"));
  return row([name, resultOf(outcome), ...counts]);
}

function resultOf(outcome: Outcome): string {
  if (outcome.violation !== undefined) return "FAILS";
  return outcome.complete ? "holds" : "cut short";
}

function row(cells: readonly string[]): string {
  const padded = cells.map((cell, i) => {
    const width = widths[i] ?? 0;
    return i < 2 ? cell.padEnd(width) : cell.padStart(width);
  });
  return padded.join(" ").trimEnd();
}

/** The bounds that differ from "off", in one line. */
export function formatBounds(config: Config): string {
  const shown = Object.entries(config).filter(
    ([key, value]) => key !== "name" && key !== "about" && value !== 0 && value !== false,
  );
  return shown.map(([key, value]) => (value === true ? key : `${key} ${value}`)).join(", ");
}
