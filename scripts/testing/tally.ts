import path from "node:path";

import { type Json, numberAt, parseJson, textAt } from "../lib/json.js";

export interface Failure {
  readonly title: string;
  readonly detail: string;
}

/** What a shard told so far. Everything that is not a passed test counts as failed: pending and never started ones too. */
export class Tally {
  passed = 0;
  readonly failures: Failure[] = [];
  readonly millisecondsOf = new Map<string, number>();
  private total = 0;
  private failedTests = 0;
  private ended = false;

  constructor(
    private readonly root: string,
    private readonly files: readonly string[],
    private readonly say: (line: string) => void,
  ) {}

  get failed(): number {
    return this.failures.length;
  }

  /** Takes one line of the reporter. */
  take(line: string): void {
    const event = parseJson(line, "the shard's report");
    const title = textAt(event, "title");
    switch (event.kind) {
      case "start":
        this.start(event);
        break;
      case "pass":
        this.passed += 1;
        this.addTime(event);
        break;
      case "pending":
        this.failedTests += 1;
        this.fail(title, "is pending or skipped: a test runs or is not there");
        break;
      case "fail":
        if (event.hook !== true) this.failedTests += 1;
        this.addTime(event);
        this.fail(title, textAt(event, "error"));
        break;
      case "end":
        this.ended = true;
        break;
      default:
        this.fail("the shard's report", `has a line of no known kind: ${line}`);
    }
  }

  /** Closes the count after the process ended; `output` is what it printed. */
  close(end: {
    readonly code: number;
    readonly reason: string | undefined;
    readonly output: string;
  }): void {
    const notRun = this.total - this.passed - this.failedTests;
    for (let index = 0; index < notRun; index += 1)
      this.failures.push({ title: "a test was not run", detail: "" });
    if (notRun > 0) this.say(`FAILED  ${String(notRun)} tests were not run`);
    const tail = end.output.trim().split("\n").slice(-60).join("\n");
    if (end.reason !== undefined) this.fail("shard", `${end.reason}\n${tail}`);
    else if (!this.ended)
      this.fail("shard", `ended with code ${String(end.code)} before its tests did\n${tail}`);
    else if (end.code !== 0 && this.failed === 0)
      this.fail("shard", `ended with code ${String(end.code)}\n${tail}`);
  }

  private start(event: Json): void {
    this.total = numberAt(event, "total");
    const holding = Array.isArray(event.files) ? event.files.map(String) : [];
    for (const file of this.files)
      if (!holding.includes(path.join(this.root, file))) this.fail(file, "holds no test");
  }

  private addTime(event: Json): void {
    const file = path.relative(this.root, textAt(event, "file"));
    const before = this.millisecondsOf.get(file) ?? 0;
    this.millisecondsOf.set(file, before + numberAt(event, "ms"));
  }

  private fail(title: string, detail: string): void {
    this.failures.push({ title, detail });
    const indented = detail.split("\n").map((line) => `        ${line}`);
    this.say([`FAILED  ${title}`, ...indented].join("\n"));
  }
}
