const path = require("node:path");

/** What every rule needs: the reporter, the lines of the file and its path with forward slashes. */
class Rule {
  constructor(reporter, _config, source, fileName) {
    this.reporter = reporter;
    this.ruleId = this.constructor.ruleId;
    this.lines = source.split("\n");
    this.fileName = path.resolve(fileName).split(path.sep).join("/");
  }

  fail(node, message) {
    this.reporter.error(node, this.ruleId, message);
  }

  /** The NatSpec that ends on the line above a node, without its marks: `///` lines or one block. */
  docAbove(node) {
    return this.commentAbove(node, /^(\/\/\/|\/\*\*|\*)/);
  }

  /** The comment of any kind that ends on the line above a node, without its marks. */
  commentAbove(node, mark = /^(\/\/|\/\*|\*)/) {
    const comment = [];
    for (let row = node.loc.start.line - 2; row >= 0; row--) {
      const line = this.lines[row].trim();
      if (!mark.test(line)) break;
      comment.unshift(line.replace(/^(\/\/\/?|\/\*\*?|\*\/|\*)\s?/, "").replace(/\*\/$/, ""));
    }
    return comment.join("\n");
  }
}

/** The text of `@param name`, which may run over several lines, or undefined. */
function paramText(doc, name) {
  const found = new RegExp(`@param\\s+${name}\\b([^@]*)`).exec(doc);
  return found === null ? undefined : found[1];
}

module.exports = { Rule, paramText };
