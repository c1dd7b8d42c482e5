/** A parsed `.tree` file: the root line and the path of every leaf, root included, in the words of the tests. */
export interface Tree {
  readonly root: string;
  readonly leaves: readonly string[][];
  readonly problems: readonly string[];
}

const INDENT = 4;
const BRANCH = /^(?:│ {3}| {4})*(?:├── |└── )\S/;

/** Reads a tree drawn with `├──`, `└──` and `│`. `it ` leaves lose that word: it is the name of the mocha function. */
export function parseTree(text: string): Tree {
  const [first, ...lines] = text.split("\n").filter((line) => line.trim() !== "");
  const root = (first ?? "").trim();
  const problems = root === "" ? ["the tree is empty"] : [];
  const stack = [root];
  const leaves: string[][] = [];
  for (const line of lines) {
    if (!BRANCH.test(line)) {
      problems.push(`not a branch of a tree: "${line}"`);
      continue;
    }
    const depth = line.search(/[├└]/) / INDENT + 1;
    const label = line.slice(depth * INDENT).trim();
    stack.length = Math.min(stack.length, depth);
    if (label.startsWith("it ")) leaves.push([...stack, label.slice("it ".length)]);
    else stack.push(label);
  }
  if (leaves.length === 0) problems.push("the tree has no leaf: a leaf starts with `it `");
  return { root, leaves, problems };
}
