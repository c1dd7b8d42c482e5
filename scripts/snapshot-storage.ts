// npm run snapshot:storage: records the storage layout of every contract after a change that was meant.
import { home } from "./lib/home.js";
import { writeStorageSnapshot } from "./checks/storage.js";
import { build } from "./lib/build.js";

const broken = await build(home);
if (broken === undefined) writeStorageSnapshot(home);
else console.error(broken);
process.exitCode = broken === undefined ? 0 : 1;
