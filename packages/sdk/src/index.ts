export * from "./maths/units.js";
export * as maths from "./maths/index.js";
export * from "./messages/index.js";
