import tseslint from "typescript-eslint";

const syntax = [
  { selector: "ExportDefaultDeclaration", message: "Named exports only." },
  {
    selector: "CallExpression[callee.name='parseFloat']",
    message: "Money is bigint; never parseFloat.",
  },
  {
    selector:
      "CallExpression[callee.name='Number'] > CallExpression[callee.property.name='toBigInt']",
    message: "A bigint of money does not fit a number.",
  },
];
const clock = {
  selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
  message: "Take the time through a port, so that a test can set it.",
};

/** Runs in a browser as well, so it imports nothing of Node. */
const browserSafe = ["packages/sdk/src/**/*.ts"];

export default tseslint.config(
  {
    ignores: [
      "node_modules",
      "typechain-types",
      "artifacts",
      "cache",
      "coverage",
      "**/generated/**",
      "**/*.cjs",
      "**/*.mjs",
    ],
  },
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true } },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      complexity: ["error", 10],
      "max-lines": ["error", { max: 300, skipBlankLines: true, skipComments: true }],
      "max-lines-per-function": ["error", { max: 50, skipComments: true }],
      "max-depth": ["error", 3],
      "max-params": ["error", 4],
      "require-atomic-updates": ["error", { allowProperties: true }],
      "no-console": "error",
      "no-restricted-syntax": ["error", ...syntax, clock],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/explicit-module-boundary-types": "error",
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-non-null-assertion": "error",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/strict-boolean-expressions": "error",
      "@typescript-eslint/switch-exhaustiveness-check": "error",
    },
  },
  {
    // The browser has neither of these.
    files: browserSafe,
    rules: {
      "no-restricted-globals": ["error", "process", "Buffer", "require", "__dirname", "global"],
      "no-restricted-imports": [
        "error",
        { patterns: [{ group: ["node:*"], message: "The SDK runs in browsers." }] },
      ],
    },
  },
  {
    // A command prints and reads the clock: that is its work.
    files: ["scripts/**/*.ts", "bench/**/*.ts"],
    rules: {
      "no-console": "off",
      "no-restricted-syntax": ["error", ...syntax],
      "max-lines": ["error", { max: 150, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    // Hardhat and Ignition load these by their default export.
    files: ["hardhat.config.ts", "deploy/**/*.ts"],
    rules: { "no-restricted-syntax": ["error", ...syntax.slice(1), clock] },
  },
  {
    // chai states an expectation as a property, and a describe block is as long as the behaviour it describes.
    files: ["**/*.test.ts"],
    rules: {
      "max-lines-per-function": "off",
      "@typescript-eslint/no-unused-expressions": "off",
    },
  },
);
