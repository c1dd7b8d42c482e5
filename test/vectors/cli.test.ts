import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";

const SCRIPT = fileURLToPath(new URL("../../scripts/vectors.ts", import.meta.url));

interface Ended {
  readonly code: number;
  readonly output: string;
}

/** Runs the script as `npm run vectors` does. */
function vectors(...args: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(process.execPath, ["--import", "tsx", SCRIPT, ...args], (error, stdout, stderr) => {
      resolve({ code: Number(error?.code ?? 0), output: stdout + stderr });
    });
  });
}

describe("npm run vectors", () => {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "vectors-"));
  });

  after(() => rm(folder, { recursive: true }));

  async function fileWith(out: string): Promise<string> {
    const file = join(folder, "vectors.json");
    await writeFile(
      file,
      JSON.stringify({ cases: [{ id: "s", fn: "start_factor", args: ["600"], out }] }),
    );
    return file;
  }

  it("closes with the count and exits 0 when all cases pass", async () => {
    const { code, output } = await vectors(await fileWith("990000000000000000"));
    expect(output.trimEnd().split("\n").at(-1)).to.equal("1 passed, 0 failed");
    expect(code).to.equal(0);
  });

  it("closes with the count and exits 1 on a mismatch", async () => {
    const { code, output } = await vectors(await fileWith("990000000000000001"));
    expect(output.trimEnd().split("\n").at(-1)).to.equal("0 passed, 1 failed");
    expect(code).to.equal(1);
  });

  it("exits 2 and names the case when the file is malformed", async () => {
    const { code, output } = await vectors(await fileWith("0.99"));
    expect(output).to.include('not a vectors file: case s (case number 1): result 1 is "0.99"');
    expect(code).to.equal(2);
  });

  it("exits 2 and names the file when it cannot be read", async () => {
    const { code, output } = await vectors(join(folder, "missing.json"));
    expect(output).to.include("missing.json");
    expect(code).to.equal(2);
  });

  it("shows the usage and exits 2 without a file", async () => {
    const { code, output } = await vectors();
    expect(output).to.include("usage: npm run vectors -- FILE");
    expect(code).to.equal(2);
  });
});
