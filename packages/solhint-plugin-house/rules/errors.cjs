const { Rule, paramText } = require("./rule.cjs");

/** `ICollateralVault` declares the errors of `CollateralVault`. */
class ErrorName extends Rule {
  static ruleId = "error-name";

  ContractDefinition(node) {
    this.owner = node.kind === "interface" ? node.name.replace(/^I(?=[A-Z])/, "") : node.name;
  }

  "ContractDefinition:exit"() {
    this.owner = undefined;
  }

  CustomErrorDefinition(node) {
    if (this.owner === undefined) {
      this.fail(
        node,
        `Error ${node.name} stands outside a contract: declare it in the interface of the contract that raises it`,
      );
    } else if (!node.name.startsWith(`${this.owner}_`)) {
      this.fail(node, `Error ${node.name} must be named ${this.owner}_<Reason>`);
    }
  }
}

class ErrorNatspec extends Rule {
  static ruleId = "error-natspec";

  CustomErrorDefinition(node) {
    const doc = this.docAbove(node);
    if (!doc.includes("@notice")) this.fail(node, `Error ${node.name} has no @notice`);
    for (const parameter of node.parameters) {
      if (!parameter.name) this.fail(node, `Error ${node.name} has a parameter without a name`);
      else if (paramText(doc, parameter.name) === undefined)
        this.fail(node, `Error ${node.name} has no @param ${parameter.name}`);
    }
  }
}

module.exports = [ErrorName, ErrorNatspec];
