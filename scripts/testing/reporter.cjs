// Mocha's reporter inside a shard of `npm test`: one JSON line an event on file descriptor 3, which the runner reads.
// Synchronous writes, so that what was told before a crash has arrived.
const fs = require("node:fs");

const CHANNEL = 3;

const tell = (event) => fs.writeSync(CHANNEL, `${JSON.stringify(event)}\n`);

/** Files that hold a test, from the loaded suites. */
function testFiles(suite) {
  const own = suite.tests.map((test) => test.file);
  return [...new Set([...own, ...suite.suites.flatMap(testFiles)])];
}

function describeError(error) {
  const { actual, expected, showDiff } = error ?? {};
  const text = error?.stack ?? String(error?.message ?? error);
  const compared =
    showDiff === true ? `\nexpected: ${show(expected)}\nactual:   ${show(actual)}` : "";
  return text + compared;
}

function show(value) {
  const text = JSON.stringify(
    value,
    (_, part) => (typeof part === "bigint" ? `${part}n` : part),
    2,
  );
  return text === undefined ? String(value) : text;
}

class ShardReporter {
  constructor(runner) {
    runner.on("start", () =>
      tell({ kind: "start", total: runner.total, files: testFiles(runner.suite) }),
    );
    runner.on("pass", (test) => tell({ kind: "pass", ...identify(test), ms: test.duration ?? 0 }));
    runner.on("pending", (test) => tell({ kind: "pending", ...identify(test) }));
    runner.on("fail", (test, error) =>
      tell({
        kind: "fail",
        ...identify(test),
        hook: test.type === "hook",
        ms: test.duration ?? 0,
        error: describeError(error),
      }),
    );
    runner.on("end", () => tell({ kind: "end" }));
  }
}

function identify(test) {
  return { file: test.file ?? "", title: test.titlePath().join(" > ") };
}

module.exports = ShardReporter;
