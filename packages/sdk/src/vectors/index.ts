export { CATALOGUE } from "./catalogue/index.js";
export { Args } from "./formula.js";
export type { Formula, Parameter, Value } from "./formula.js";
export { MalformedVectorsError, parseVectors } from "./parse.js";
export type { BoundCase, UnknownCase } from "./parse.js";
export { QUANTITIES } from "./quantities.js";
export type { Kind, Quantity, QuantityName } from "./quantities.js";
export { formatAnswer, formatValue, runVectors, twinSide } from "./run.js";
export type { Answer, Outcome, Side } from "./run.js";
