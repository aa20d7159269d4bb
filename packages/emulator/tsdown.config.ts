import { defineConfig, type UserConfig } from "tsdown";

const config: UserConfig = defineConfig({
  entry: {
    index: "src/index.ts",
    certificate: "src/certificate.ts",
    cli: "src/cli.ts",
    node: "src/transport/node.ts",
    unsupported: "src/transport/unsupported.ts",
  },
  dts: { entry: ["src/index.ts", "src/certificate.ts"] },
  // The runtime chooses the module, by the conditions in package.json.
  deps: { neverBundle: ["#listen"] },
  // The types need no types of others: an import for nothing but its side effects would ask for them.
  treeshake: { moduleSideEffects: [{ external: true, sideEffects: false }] },
  platform: "node",
  fixedExtension: false,
});

export default config;
