import ts from "typescript";

/** One `it` of a test file: its titles from the outermost describe inwards. A computed part of a title stands as `*`. */
export interface TestTitle {
  readonly path: readonly string[];
  readonly line: number;
}

const GROUPS = new Set(["describe", "context"]);
const TESTS = new Set(["it", "specify"]);
export const COMPUTED = "*";

/** The titles of a test file, read from its syntax: nothing is run, so it takes milliseconds and needs no chain. */
export function testTitles(file: string, text: string): TestTitle[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: TestTitle[] = [];
  const visit = (node: ts.Node, above: readonly string[]): void => {
    const call = mochaCall(node);
    if (call === undefined) {
      ts.forEachChild(node, (child) => {
        visit(child, above);
      });
      return;
    }
    const path = [...above, call.title];
    if (call.isTest) {
      found.push({ path, line: source.getLineAndCharacterOfPosition(node.getStart()).line + 1 });
      return;
    }
    for (const argument of call.rest) visit(argument, path);
  };
  visit(source, []);
  return found;
}

interface MochaCall {
  readonly title: string;
  readonly isTest: boolean;
  readonly rest: readonly ts.Node[];
}

function mochaCall(node: ts.Node): MochaCall | undefined {
  if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression)) return undefined;
  const name = node.expression.text;
  const [title, ...rest] = node.arguments;
  if (title === undefined || !(GROUPS.has(name) || TESTS.has(name))) return undefined;
  return { title: titleText(title), isTest: TESTS.has(name), rest };
}

function titleText(node: ts.Expression): string {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isTemplateExpression(node)) {
    const tails = node.templateSpans.map((span) => COMPUTED + span.literal.text);
    return node.head.text + tails.join("");
  }
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken)
    return titleText(node.left) + titleText(node.right);
  return COMPUTED;
}
