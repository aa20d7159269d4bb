import { defineConfig, type UserConfig } from "tsdown";

const config: UserConfig = defineConfig({
  entry: {
    index: "src/index.ts",
    contract: "generated/contract.ts",
    types: "generated/openapi.ts",
    product: "src/product/index.ts",
  },
  dts: true,
  // Its own license is beside it: third-party/openapi-upgrader.txt.
  deps: { onlyBundle: ["@scalar/openapi-upgrader", "@scalar/helpers"] },
  platform: "neutral",
});

export default config;
