import { defineConfig, type UserConfig } from "tsdown";

const config: UserConfig = defineConfig({
  entry: { index: "src/index.ts", contract: "generated/contract.ts", types: "generated/openapi.ts" },
  dts: true,
  platform: "neutral",
});

export default config;
