export * from "./maths/units.js";
export * as maths from "./maths/index.js";
export * as risk from "./risk/index.js";
export * from "./messages/index.js";
