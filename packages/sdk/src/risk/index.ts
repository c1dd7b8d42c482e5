export * from "./parameters.js";
export * from "./defaults.js";
