const path = require("node:path");

const { Rule } = require("./rule.cjs");

/** A file may import its own layer or one with a lower number. */
const LAYERS = {
  types: 0,
  interfaces: 1,
  libraries: 2,
  oracle: 3,
  risk: 3,
  messaging: 3,
  liquidation: 4,
  hub: 5,
  spoke: 5,
  periphery: 6,
  test: 7,
};
const MAX_LINES = 400;
const MAX_INTERFACE_LINES = 500;

/** The folder below `contracts/`; undefined for the contracts of a package, which have no layers. */
function layerOf(file) {
  if (file.includes("/packages/")) return undefined;
  const [, below] = /\/contracts\/([^/]+)\/[^/]/.exec(file) ?? [];
  return below;
}

class LayeredImports extends Rule {
  static ruleId = "layered-imports";

  ImportDirective(node) {
    if (!node.path.startsWith(".")) return;
    const from = layerOf(this.fileName);
    const target = path.posix.resolve(path.posix.dirname(this.fileName), node.path);
    const to = layerOf(target);
    if (from === undefined || from === to) return;
    if (to === undefined)
      this.fail(node, `Layer ${from} imports ${node.path}, which is in no layer of contracts/`);
    else if (!(from in LAYERS))
      this.fail(
        node,
        `contracts/${from} is not a layer: use one of ${Object.keys(LAYERS).join(", ")}`,
      );
    else if (!(to in LAYERS))
      this.fail(
        node,
        `contracts/${to} is not a layer: use one of ${Object.keys(LAYERS).join(", ")}`,
      );
    else if (LAYERS[to] > LAYERS[from])
      this.fail(node, `Layer ${from} may not import the higher layer ${to}`);
    else if (LAYERS[to] === LAYERS[from])
      this.fail(node, `${from} and ${to} stand side by side: neither may import the other`);
  }
}

class MaxFileLines extends Rule {
  static ruleId = "max-file-lines";

  SourceUnit(node) {
    const max = this.fileName.includes("/interfaces/") ? MAX_INTERFACE_LINES : MAX_LINES;
    const lines = this.lines.at(-1) === "" ? this.lines.length - 1 : this.lines.length;
    if (lines > max) this.fail(node, `File has ${lines} lines, at most ${max} allowed`);
  }
}

module.exports = [LayeredImports, MaxFileLines];
