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

/**
 * What only the contract itself can reach says so by its name: `_function`, `_variable`, `CONSTANT`. Public state is part of
 * the ABI and is named as a function; libraries are all internal and carry the names of their formulas.
 */
class InternalNames extends Rule {
  static ruleId = "internal-names";

  ContractDefinition(node) {
    this.inContract = node.kind === "contract" || node.kind === "abstract";
  }

  "ContractDefinition:exit"() {
    this.inContract = false;
  }

  FunctionDefinition(node) {
    if (!this.inContract || !node.name) return;
    const internal = node.visibility === "internal" || node.visibility === "private";
    if (internal && !node.name.startsWith("_")) {
      this.fail(node, `${node.visibility} function ${node.name} must start with _`);
    } else if (!internal && node.name.startsWith("_")) {
      this.fail(node, `${node.visibility} function ${node.name} must not start with _`);
    }
  }

  StateVariableDeclaration(node) {
    if (!this.inContract) return;
    for (const variable of node.variables) {
      if (variable.visibility === "public") continue;
      if (variable.isDeclaredConst) {
        const message = `constant ${variable.name} must be in CAPITALS`;
        if (!/^_?[A-Z][A-Z0-9_]*$/.test(variable.name)) this.fail(variable, message);
      } else if (!variable.name.startsWith("_") && !variable.isImmutable) {
        this.fail(variable, `internal variable ${variable.name} must start with _`);
      }
    }
  }
}

module.exports = [AssemblyInLibraries, InternalLibraries, UncheckedBound, InternalNames];
