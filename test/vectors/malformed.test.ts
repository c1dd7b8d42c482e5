import { expect } from "chai";
import { MalformedVectorsError, parseVectors } from "../../packages/sdk/src/vectors/index.js";

const fileOf = (...cases: object[]): string => JSON.stringify({ cases });

const UNIT_PRICE = { id: "p", fn: "unit_price", args: ["3", "1000000000000000000"], out: "3" };

const REFUSED: readonly [what: string, text: string, message: RegExp][] = [
  ["text that is not JSON", "{", /not JSON/],
  ["a file without cases", '{"meta":{}}', /no list "cases"/],
  ["an empty list", '{"cases":[]}', /"cases" is empty/],
  ["a case that is no object", '{"cases":[7]}', /case number 1 is not an object/],
  ["a case without id", fileOf({ fn: "unit_price" }), /case number 1 has no "id"/],
  ["a case without fn", fileOf({ id: "x" }), /case x \(case number 1\) has no "fn"/],
  ["a case without args", fileOf({ id: "x", fn: "unit_price" }), /has no list "args"/],
  ["a case without out", fileOf({ ...UNIT_PRICE, out: undefined }), /case p .* has no "out"/],
  [
    "a wrong number of arguments",
    fileOf({ ...UNIT_PRICE, args: ["3"] }),
    /takes 2 arguments .* got 1/,
  ],
  ["a fraction", fileOf({ ...UNIT_PRICE, args: ["3.5", "1"] }), /argument 1 \(price\) is "3.5"/],
  ["a JSON number", fileOf({ ...UNIT_PRICE, args: [3, "1"] }), /argument 1 \(price\) is 3,/],
  [
    "a negative price",
    fileOf({ ...UNIT_PRICE, args: ["-3", "1"] }),
    /is -3, which does not fit an unsigned/,
  ],
  [
    "a number beyond 256 bits",
    fileOf({ ...UNIT_PRICE, out: (2n ** 256n).toString() }),
    /does not fit/,
  ],
  ["a list for a number", fileOf({ ...UNIT_PRICE, out: ["3"] }), /result 1 is \["3"\]/],
  ["a number for a list", fileOf({ id: "g", fn: "grid", args: ["1", []], out: "0" }), /not a list/],
  [
    "too few results",
    fileOf({ id: "b", fn: "rto_update", args: ["0", "0", "3"], out: ["1"] }),
    /gives 2 results/,
  ],
  [
    "a text for a flag",
    fileOf({ id: "t", fn: "target_haircut", args: ["1", "2", "true", "0"], out: "2" }),
    /not true or false/,
  ],
];

describe("vectors, when the file is malformed", () => {
  for (const [what, text, message] of REFUSED) {
    it(`refuses ${what} and says where`, () => {
      expect(() => parseVectors(text)).to.throw(MalformedVectorsError, message);
    });
  }
});
