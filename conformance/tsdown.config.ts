import { defineConfig, type UserConfig } from "tsdown";

const config: UserConfig = defineConfig({
  entry: { index: "src/index.ts", cli: "src/cli.ts", vitest: "src/adapters/vitest/index.ts" },
  dts: { entry: ["src/index.ts", "src/adapters/vitest/index.ts"] },
  platform: "node",
  fixedExtension: false,
});

export default config;
