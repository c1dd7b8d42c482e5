export * from "./parameters.js";
export * from "./defaults.js";
export * from "./rows.js";
export * from "./book.js";
export * from "./encode.js";
