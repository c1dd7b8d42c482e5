const { Rule, paramText } = require("./rule.cjs");

const UNITS = [
  "WAD",
  "RAY",
  "bps",
  "seconds",
  "unix seconds",
  "asset units",
  "units",
  "gas units",
  "wei",
  "count",
  "id",
  "eid",
  "nonce",
  "index",
  "raw",
];
// "(units, saturating)" and "(WAD a second)" say more and are welcome.
const UNIT = new RegExp(`\\((?:${UNITS.join("|")})\\b[^)]*\\)`);
const HINT = `state its unit in parentheses, one of ${UNITS.map((unit) => `(${unit})`).join(" ")}`;

const isNumber = (typeName) => /^u?int\d*$/.test(typeName?.name ?? "");

class NatspecUnits extends Rule {
  static ruleId = "natspec-units";

  check(node) {
    const doc = this.docAbove(node);
    for (const parameter of node.parameters ?? []) {
      if (!parameter.name || !isNumber(parameter.typeName)) continue;
      const text = paramText(doc, parameter.name);
      if (text !== undefined && !UNIT.test(text))
        this.fail(parameter, `@param ${parameter.name}: ${HINT}`);
    }
  }

  FunctionDefinition(node) {
    this.check(node);
  }

  EventDefinition(node) {
    this.check(node);
  }

  CustomErrorDefinition(node) {
    this.check(node);
  }
}

/** A number in a struct says its unit above it, behind it, or as @param of the struct. */
class StructUnits extends Rule {
  static ruleId = "struct-units";

  StructDefinition(node) {
    const doc = this.docAbove(node);
    for (const member of node.members) {
      if (!isNumber(member.typeName)) continue;
      const behind = this.lines[member.loc.start.line - 1];
      const texts = [this.commentAbove(member), behind, paramText(doc, member.name) ?? ""];
      if (!texts.some((text) => UNIT.test(text)))
        this.fail(member, `Field ${node.name}.${member.name}: ${HINT}`);
    }
  }
}

module.exports = [NatspecUnits, StructUnits];
