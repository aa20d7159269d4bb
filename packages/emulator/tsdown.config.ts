import { defineConfig, type UserConfig } from "tsdown";

const config: UserConfig = defineConfig({
  entry: {
    index: "src/index.ts",
    certificate: "src/certificate.ts",
    cli: "src/cli.ts",
    listen: "src/delivery/listen.ts",
    "no-sockets": "src/delivery/no-sockets.ts",
  },
  dts: { entry: ["src/index.ts", "src/certificate.ts"] },
  // Which of the two listens is left to the runtime.
  deps: { neverBundle: ["@microbilt-oauth/emulator/listen"] },
  // The types need no types of others: an import for nothing but its side effects would ask for them.
  treeshake: { moduleSideEffects: [{ external: true, sideEffects: false }] },
  platform: "node",
  fixedExtension: false,
});

export default config;
