import { defineConfig, type UserConfig } from "tsdown";

const config: UserConfig = defineConfig({
  entry: {
    index: "src/index.ts",
    cli: "src/cli.ts",
    listen: "src/delivery/listen.ts",
    "no-sockets": "src/delivery/no-sockets.ts",
  },
  dts: { entry: "src/index.ts" },
  // Which of the two listens is left to the runtime.
  deps: { neverBundle: ["@microbilt-oauth/emulator/listen"] },
  platform: "node",
  fixedExtension: false,
});

export default config;
