// tsx scripts/role-matrix.ts: records who may call what, for test/integration/roles/matrix.test.ts to hold.
import { writeFileSync } from "node:fs";
import path from "node:path";
import { createLocalSystem } from "../deploy/local/world.js";
import { matrixOf } from "../test/helpers/roleMatrix.js";
import { home } from "./lib/home.js";

const FILE = "test/integration/roles/matrix.json";

const world = await createLocalSystem();
const matrix = await matrixOf(world);
writeFileSync(path.join(home, FILE), `${JSON.stringify(matrix, undefined, 2)}\n`);
await world.devnet.close();
console.log(`${FILE}: ${Object.keys(matrix).length} functions`);
