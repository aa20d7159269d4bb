import { defineConfig, type UserConfig } from "tsdown";

const config: UserConfig = defineConfig({
  // The suite stands beside the command: vitest loads it as a file.
  entry: { index: "src/index.ts", cli: "src/cli.ts", suite: "src/vitest/suite.ts" },
  dts: { entry: "src/index.ts" },
  platform: "node",
  fixedExtension: false,
});

export default config;
