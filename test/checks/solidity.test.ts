import { readFileSync } from "node:fs";
import path from "node:path";

import { expect } from "chai";

import { solidity } from "../../scripts/checks/solidity.js";
import { home } from "../../scripts/lib/home.js";
import { bareFixture, fixture, removeFixtures } from "../helpers/fixture.js";

const config = { ".solhint.json": readFileSync(path.join(home, ".solhint.json"), "utf8") };
const HEAD = "// SPDX-License-Identifier: MIT\npragma solidity 0.8.37;\n\n";

/** A contract in the layer hub with these lines in it. */
const contract = (body: string, imports = ""): string =>
  `${HEAD}${imports}/// @notice Seeded fault.\ncontract Fault {\n${body}\n}\n`;
const hub = "contracts/hub/Fault.sol";

const faults: readonly { rule: string; of: string; file: string; text: string; says: string }[] = [
  {
    rule: "house/layered-imports",
    of: "a higher layer",
    file: "contracts/risk/Fault.sol",
    text: contract("", 'import {Vault} from "../hub/Vault.sol";\n'),
    says: "Layer risk may not import the higher layer hub",
  },
  {
    rule: "house/layered-imports",
    of: "a layer beside it",
    file: hub,
    text: contract("", 'import {Vault} from "../spoke/Vault.sol";\n'),
    says: "neither may import the other",
  },
  {
    rule: "house/layered-imports",
    of: "a folder that is no layer",
    file: "contracts/misc/Fault.sol",
    text: contract("", 'import {Vault} from "../hub/Vault.sol";\n'),
    says: "contracts/misc is not a layer",
  },
  {
    rule: "house/max-file-lines",
    of: "401 lines",
    file: hub,
    text: contract("    // line\n".repeat(394)),
    says: "File has 401 lines, at most 400",
  },
  {
    rule: "house/error-name",
    of: "an error with another name",
    file: "contracts/interfaces/IFault.sol",
    text: `${HEAD}/// @notice Seeded fault.\ninterface IFault {\n    /// @notice No.\n    error Nothing();\n}\n`,
    says: "Error Nothing must be named Fault_<Reason>",
  },
  {
    rule: "house/error-natspec",
    of: "an error without a word about its parameter",
    file: hub,
    text: contract("    /// @notice No.\n    error Fault_No(uint256 amount);"),
    says: "Error Fault_No has no @param amount",
  },
  {
    rule: "house/natspec-units",
    of: "an amount without a unit",
    file: hub,
    text: contract(
      "    /// @notice Yes.\n    /// @param amount How much.\n    event Paid(uint256 amount);",
    ),
    says: "@param amount: state its unit",
  },
  {
    rule: "house/struct-units",
    of: "a field without a unit",
    file: hub,
    text: contract("    struct Head {\n        uint64 total;\n    }"),
    says: "Field Head.total: state its unit",
  },
  {
    rule: "house/assembly-in-libraries",
    of: "assembly in a contract",
    file: hub,
    text: contract("    function _f() internal pure {\n        assembly {}\n    }"),
    says: "Inline assembly belongs in contracts/libraries/",
  },
  {
    rule: "house/internal-libraries",
    of: "a public library function",
    file: "contracts/libraries/Fault.sol",
    text: contract("    function f() public pure {}").replace("contract Fault", "library Fault"),
    says: "Fault.f is public",
  },
  {
    rule: "house/unchecked-bound",
    of: "unchecked without a bound",
    file: hub,
    text: contract(
      "    function _f(uint256 a) internal pure {\n\n        unchecked {\n            a += 1;\n        }\n    }",
    ),
    says: "unchecked needs a comment",
  },
  {
    rule: "house/internal-names",
    of: "an internal function with a public name",
    file: hub,
    text: contract("    function f() internal pure {}"),
    says: "internal function f must start with _",
  },
  {
    rule: "house/internal-names",
    of: "a private variable with a public name",
    file: hub,
    text: contract("    uint256 private total;"),
    says: "internal variable total must start with _",
  },
  {
    rule: "gas-custom-errors",
    of: "a reason that is a string",
    file: hub,
    text: contract('    function _f() internal pure {\n        require(false, "no");\n    }'),
    says: "gas-custom-errors",
  },
  {
    rule: "use-natspec",
    of: "an external function without NatSpec",
    file: hub,
    text: contract("    function f() external {}"),
    says: "Missing @notice tag in function 'f'",
  },
];

const clean = contract(
  [
    "    struct Head {",
    "        uint64 total; // (units)",
    "        // what was paid (units)",
    "        uint64 paid;",
    "    }",
    "",
    "    uint256 private constant LIMIT = 1;",
    "    uint256 private _total;",
    "",
    "    /// @notice Too little.",
    "    /// @param amount What was given (units).",
    "    error Fault_TooLittle(uint256 amount);",
    "",
    "    function _f(uint256 amount) internal pure returns (uint256) {",
    "        require(amount > 0, Fault_TooLittle(amount));",
    "        // amount is at least 1",
    "        unchecked {",
    "            return amount - 1;",
    "        }",
    "    }",
  ].join("\n"),
);

describe("check solidity", () => {
  after(removeFixtures);

  for (const { rule, of, file, text, says } of faults) {
    it(`reports ${rule} for ${of}`, async () => {
      const root = await fixture({ ...config, [file]: text });
      const report = (await solidity.run(root)).problems.join("\n");
      expect(report).to.contain(rule).and.to.contain(says);
    });
  }

  it("passes a clean contract, with assembly in a library", async () => {
    const library = contract(
      "    function f() internal pure {\n        assembly {}\n    }",
    ).replace("contract Fault", "library Fault");
    const root = await fixture({
      ...config,
      [hub]: clean,
      "contracts/libraries/Fault.sol": library,
    });
    expect(await solidity.run(root)).to.deep.equal({ problems: [] });
  });

  it("fails when the house plugin cannot be loaded, where solhint itself only warns", async () => {
    const report = (await solidity.run(bareFixture({ ...config, [hub]: clean }))).problems.join(
      "\n",
    );
    expect(report).to.contain("Could not load solhint-plugin-house");
  });

  it("fails when the configuration names a rule that no plugin has", async () => {
    const text = config[".solhint.json"].replace("house/error-name", "house/error-nam");
    const root = await fixture({ ".solhint.json": text, [hub]: clean });
    expect((await solidity.run(root)).problems.join("\n")).to.contain(
      "Rule 'house/error-nam' doesn't exist",
    );
  });
});
