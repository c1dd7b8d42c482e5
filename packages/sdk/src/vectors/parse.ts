import { CATALOGUE } from "./catalogue/index.js";
import type { Formula, Value } from "./formula.js";
import type { Kind } from "./quantities.js";

/** A case whose function is known and whose arguments and results have the right shape. */
export interface BoundCase {
  readonly id: string;
  readonly formula: Formula;
  readonly args: readonly Value[];
  readonly expected: readonly Value[];
}

/** A case of a function the catalogue does not know. */
export interface UnknownCase {
  readonly id: string;
  readonly unknown: string;
}

/** The file is not a vectors file; the message says where and why. */
export class MalformedVectorsError extends Error {
  override readonly name = "MalformedVectorsError";
}

type Json = Readonly<Record<string, unknown>>;

const isObject = (x: unknown): x is Json =>
  typeof x === "object" && x !== null && !Array.isArray(x);

const isList = (x: unknown): x is readonly unknown[] => Array.isArray(x);

/** The cases of a vectors file, checked in full before any of them runs. */
export function parseVectors(text: string): (BoundCase | UnknownCase)[] {
  const file = parseJson(text);
  if (!isObject(file) || !isList(file.cases)) {
    throw new MalformedVectorsError('the file has no list "cases"');
  }
  if (file.cases.length === 0) throw new MalformedVectorsError('the list "cases" is empty');
  return file.cases.map(parseCase);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    const reason = error instanceof Error ? error.message : "unreadable";
    throw new MalformedVectorsError(`the file is not JSON: ${reason}`);
  }
}

function parseCase(item: unknown, index: number): BoundCase | UnknownCase {
  const number = `case number ${(index + 1).toString()}`;
  if (!isObject(item)) throw new MalformedVectorsError(`${number} is not an object`);
  if (typeof item.id !== "string" || item.id === "") {
    throw new MalformedVectorsError(`${number} has no "id" (a text)`);
  }
  const where = `case ${item.id} (${number})`;
  if (typeof item.fn !== "string" || item.fn === "") {
    throw new MalformedVectorsError(`${where} has no "fn" (the name of a function)`);
  }
  if (!isList(item.args)) throw new MalformedVectorsError(`${where} has no list "args"`);
  if (item.out === undefined) throw new MalformedVectorsError(`${where} has no "out"`);
  const formula = CATALOGUE.get(item.fn);
  if (formula === undefined) return { id: item.id, unknown: item.fn };
  return bindCase(item.id, formula, where, { args: item.args, out: item.out });
}

interface Shape {
  readonly args: readonly unknown[];
  readonly out: unknown;
}

function bindCase(id: string, formula: Formula, where: string, { args, out }: Shape): BoundCase {
  const { parameters, results, short } = formula;
  if (args.length !== parameters.length) {
    const names = parameters.map((parameter) => parameter.name).join(", ");
    throw new MalformedVectorsError(
      `${where}: ${short} takes ${parameters.length.toString()} arguments (${names}), got ${args.length.toString()}`,
    );
  }
  const outs = results.length === 1 ? [out] : out;
  if (!isList(outs) || outs.length !== results.length) {
    throw new MalformedVectorsError(
      `${where}: ${short} gives ${results.length.toString()} results, "out" is ${show(out)}`,
    );
  }
  return {
    id,
    formula,
    args: parameters.map(({ name, quantity }, i) =>
      parseValue(args[i], quantity.kind, `${where}: argument ${(i + 1).toString()} (${name})`),
    ),
    expected: results.map((kind, i) =>
      parseValue(outs[i], kind, `${where}: result ${(i + 1).toString()}`),
    ),
  };
}

function parseValue(item: unknown, kind: Kind, where: string): Value {
  if (kind === "bool") {
    if (typeof item === "boolean") return item;
    throw new MalformedVectorsError(`${where} is ${show(item)}, not true or false`);
  }
  if (kind === "uint" || kind === "int") return parseInteger(item, kind === "int", where);
  if (!isList(item)) throw new MalformedVectorsError(`${where} is ${show(item)}, not a list`);
  return item.map((element, i) =>
    parseInteger(element, kind === "int[]", `${where}, entry ${(i + 1).toString()},`),
  );
}

function parseInteger(item: unknown, signed: boolean, where: string): bigint {
  if (typeof item !== "string" || !/^-?\d+$/.test(item)) {
    throw new MalformedVectorsError(
      `${where} is ${show(item)}, not an integer written as a text of decimal digits`,
    );
  }
  const value = BigInt(item);
  const [low, high] = signed ? [-(2n ** 255n), 2n ** 255n - 1n] : [0n, 2n ** 256n - 1n];
  if (value >= low && value <= high) return value;
  const type = signed ? "a signed" : "an unsigned";
  throw new MalformedVectorsError(`${where} is ${item}, which does not fit ${type} 256-bit number`);
}

function show(item: unknown): string {
  return item === undefined ? "missing" : JSON.stringify(item);
}
