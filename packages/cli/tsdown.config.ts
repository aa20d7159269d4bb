import { defineConfig, type UserConfig } from "tsdown";

const config: UserConfig = defineConfig({
  entry: { cli: "src/cli.ts" },
  // The package is a command: nothing can be imported from it.
  dts: false,
  platform: "node",
  fixedExtension: false,
});

export default config;
