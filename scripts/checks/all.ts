import { bindings } from "./bindings.js";
import { type Check } from "./check.js";
import { deadCode } from "./dead-code.js";
import { docs } from "./docs.js";
import { format } from "./format.js";
import { hygiene } from "./hygiene.js";
import { layers } from "./layers.js";
import { sizes } from "./sizes.js";
import { solidity } from "./solidity.js";
import { storage } from "./storage.js";
import { trees } from "./trees.js";
import { types } from "./types.js";
import { typescript } from "./typescript.js";

/** Slow ones first, so that two at a time end together. */
export const checks: readonly Check[] = [
  typescript,
  types,
  format,
  solidity,
  layers,
  deadCode,
  docs,
  hygiene,
  bindings,
  storage,
  sizes,
  trees,
];
