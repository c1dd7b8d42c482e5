const { Rule } = require("./rule.cjs");

/** Assembly is checked by nobody but its reader, so it stands in one folder. */
class AssemblyInLibraries extends Rule {
  static ruleId = "assembly-in-libraries";

  InlineAssemblyStatement(node) {
    if (this.fileName.includes("/contracts/libraries/")) return;
    this.fail(node, "Inline assembly belongs in contracts/libraries/");
  }
}

/** Errors thrown by a public library function are missing from the ABI of its caller. */
class InternalLibraries extends Rule {
  static ruleId = "internal-libraries";

  ContractDefinition(node) {
    this.library = node.kind === "library" ? node.name : undefined;
  }

  "ContractDefinition:exit"() {
    this.library = undefined;
  }

  FunctionDefinition(node) {
    if (this.library === undefined) return;
    if (node.visibility === "public" || node.visibility === "external") {
      this.fail(
        node,
        `${this.library}.${node.name} is ${node.visibility}: functions of a library are internal`,
      );
    }
  }
}

/** `unchecked` is allowed where a comment on the line above or behind the brace gives the bound. */
class UncheckedBound extends Rule {
  static ruleId = "unchecked-bound";

  UncheckedStatement(node) {
    const row = node.loc.start.line - 1;
    const near = [this.lines[row - 1] ?? "", this.lines[row], this.lines[row + 1] ?? ""];
    if (!near.some((line) => line.includes("//"))) {
      this.fail(
        node,
        "unchecked needs a comment beside it that gives the bound which makes it safe",
      );
    }
  }
}

module.exports = [AssemblyInLibraries, InternalLibraries, UncheckedBound];
