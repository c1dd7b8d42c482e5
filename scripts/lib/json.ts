import { readFileSync } from "node:fs";

/** An object of unknown fields: what JSON.parse gives before anybody looked at it. */
export type Json = Readonly<Record<string, unknown>>;

export function isJson(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Reads a JSON file whose top level must be an object. */
export function readJson(file: string): Json {
  return parseJson(readFileSync(file, "utf8"), file);
}

export function parseJson(text: string, origin: string): Json {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new Error(`${origin} is not JSON: ${cause instanceof Error ? cause.message : "?"}`, {
      cause,
    });
  }
  if (!isJson(value)) throw new Error(`${origin} must hold a JSON object at its top level`);
  return value;
}

/** The object in a field, empty when the field is missing. */
export function objectAt(value: Json, field: string): Json {
  const found = value[field];
  return isJson(found) ? found : {};
}

/** The objects of an array field, empty when the field is missing. */
export function listAt(value: Json, field: string): Json[] {
  const found = value[field];
  return Array.isArray(found) ? found.filter(isJson) : [];
}

export function textAt(value: Json, field: string): string {
  const found = value[field];
  return typeof found === "string" ? found : "";
}

export function numberAt(value: Json, field: string): number {
  const found = value[field];
  return typeof found === "number" ? found : 0;
}
