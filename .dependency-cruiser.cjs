// Which TypeScript may import which. The layers of the contracts are the business of solhint-plugin-house.
const pureMaths = "^packages/sdk/src/(maths|math|risk)(/|\\.ts$)";

module.exports = {
  forbidden: [
    {
      name: "no-cycles",
      comment: "Two modules that import each other are one module in two files.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "maths-is-pure",
      comment:
        "The twin of the risk maths imports nothing but itself, so that it can be held against risk.md line by line.",
      severity: "error",
      from: { path: pureMaths },
      to: { pathNot: pureMaths },
    },
    {
      name: "devnet-knows-no-protocol",
      comment:
        "packages/devnet is useful to any OApp author: it knows neither the SDK nor Causeway's contracts or bindings.",
      severity: "error",
      from: { path: "^packages/devnet/src" },
      to: {
        path: "^(packages/(?!devnet/)|(typechain-types|artifacts|deploy|scripts|test|bench)/)",
      },
    },
    {
      name: "devnet-tests-know-no-protocol",
      comment:
        "Its tests may use the bindings of its own example contracts, which stand in typechain-types too.",
      severity: "error",
      from: { path: "^packages/devnet/test" },
      to: {
        path: "^(packages/(?!devnet/)|(deploy|scripts|test|bench)/|typechain-types/(?!index|.*packages/devnet))",
      },
    },
    {
      name: "packages-stand-alone",
      comment:
        "Scripts, tests, benches and deployments use the packages; never the other way round.",
      severity: "error",
      from: { path: "^packages/" },
      to: { path: "^(scripts|test|bench|deploy)/" },
    },
    {
      name: "source-imports-no-test",
      comment: "Code that ships does not import code that tests it.",
      severity: "error",
      from: { path: "^packages/[^/]+/src/" },
      to: { path: "^packages/[^/]+/test/" },
    },
    {
      name: "imports-exist",
      comment: "An import that resolves to nothing fails at run time.",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(artifacts|cache)/" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
    },
  },
};
