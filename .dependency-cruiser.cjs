/**
 * Imports run one way: between packages, between folders, between files. Type imports count.
 *
 * @type {import("dependency-cruiser").IConfiguration}
 */
module.exports = {
  forbidden: [
    {
      name: "no-circle-of-files",
      comment: "Move what both files need into a file below them.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "no-folder-that-imports-back",
      comment: "A folder imports from those below it, and none of them imports from it.",
      severity: "error",
      scope: "folder",
      from: {},
      to: { circular: true },
    },
    {
      name: "packages-by-name",
      comment: "Packages import each other by name: a path reaches what is not public.",
      severity: "error",
      from: { path: "^(spec|packages/[^/]+|conformance)/" },
      to: { path: "^(spec|packages/[^/]+|conformance|docs|tools)/", pathNot: "^$1/", dependencyTypes: ["local"] },
    },
    {
      name: "packages-left-to-right",
      comment: "spec ← client ← emulator ← conformance: no package imports one to its right.",
      severity: "error",
      from: { path: "^(spec|packages/client)/src/" },
      to: { path: "^(packages/(emulator|cli)|conformance|docs|tools)/" },
    },
    {
      name: "the-command-needs-only-the-client",
      comment: "spec ← client ← cli: those who install the command install no emulator.",
      severity: "error",
      from: { path: "^packages/cli/src/" },
      to: { path: "^(packages/emulator|conformance|docs|tools)/" },
    },
    {
      name: "nobody-imports-the-command",
      severity: "error",
      from: { pathNot: "^packages/cli/" },
      to: { path: "^packages/cli/" },
    },
    {
      name: "nobody-imports-conformance",
      severity: "error",
      from: { path: "^(spec|packages)/" },
      to: { path: "^(conformance|docs|tools/(bench|frameworks|runtimes))/" },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
    exclude: { path: "/(node_modules|dist|\\.work)/" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["node", "import", "types", "default"] },
  },
};
