import fc from "fast-check";
import { Dice } from "./dice.js";
import { checkHistory } from "./history.js";
import { BrokenLaw } from "./laws.js";
import type { Model } from "./models.js";

/** Plays random histories until one breaks a law. */

/** Numbers a history may take from its tape; whatever it asks beyond is zero. */
const TAPE = 400;
/** Histories of one seed: the next thousand take the next seed, so that a failure replays in a moment. */
const CHUNK = 1_000;

const tapes = fc.uint32Array({ minLength: TAPE, maxLength: TAPE });

/** What a run is asked to do. */
export interface Plan {
  readonly model: Model;
  readonly runs: number;
  readonly seed: number;
  /** Whether a failure is made as plain as it goes, which takes seconds; it is if it does not say. */
  readonly plain?: boolean;
  /** Told how many histories held so far. */
  readonly progress?: (held: number) => void;
}

/** A history that breaks a law, made as plain as it goes. */
export interface Failure {
  readonly law: string;
  readonly message: string;
  /** What happened, from the beginning. */
  readonly story: readonly string[];
  /** What plays it again. */
  readonly replay: { readonly seed: number; readonly runs: number };
}

/** How far a run came. */
export interface Outcome {
  readonly passed: number;
  readonly failure: Failure | undefined;
}

/** What a tape breaks, and how it came to that. */
function retell(tape: ArrayLike<number>, model: Model): Pick<Failure, "law" | "message" | "story"> {
  const story: string[] = [];
  try {
    checkHistory(new Dice(tape), model, (line) => story.push(line));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { law: error instanceof BrokenLaw ? error.law : "the twin fails", message, story };
  }
  return { law: "none", message: "the history holds when it is played again", story };
}

function runChunk(plan: Plan, runs: number, seed: number): Outcome {
  const property = fc.property(tapes, (tape) => {
    checkHistory(new Dice(tape), plan.model);
  });
  const details = fc.check(property, { numRuns: runs, seed, endOnFailure: plan.plain === false });
  if (!details.failed) return { passed: runs, failure: undefined };
  const [tape] = details.counterexample ?? [new Uint32Array()];
  const told = retell(tape, plan.model);
  return {
    passed: details.numRuns - 1,
    failure: { ...told, replay: { seed, runs: details.numRuns } },
  };
}

/** Plays histories until one breaks a law or all are played. */
export function playHistories(plan: Plan): Outcome {
  let passed = 0;
  for (let chunk = 0; passed < plan.runs; chunk += 1) {
    const runs = Math.min(CHUNK, plan.runs - passed);
    const outcome = runChunk(plan, runs, plan.seed + chunk);
    passed += outcome.passed;
    if (outcome.failure !== undefined) return { passed, failure: outcome.failure };
    plan.progress?.(passed);
  }
  return { passed, failure: undefined };
}
