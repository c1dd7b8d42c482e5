export { CATALOGUE } from "./catalogue/index.js";
export type { Formula, Parameter, Value } from "./formula.js";
export { MalformedVectorsError, parseVectors } from "./parse.js";
export type { BoundCase } from "./parse.js";
export type { Quantity } from "./quantities.js";
export { formatAnswer, formatValue, runVectors, twinSide } from "./run.js";
export type { Answer, Outcome, Side } from "./run.js";
