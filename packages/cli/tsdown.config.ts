import { defineConfig, type UserConfig } from "tsdown";
import { thirdPartyNotices } from "./third-party-notices.ts";

const config: UserConfig = defineConfig({
  entry: { cli: "src/cli.ts" },
  // The package is a command: nothing can be imported from it.
  dts: false,
  platform: "node",
  fixedExtension: false,
  // TypeScript is a CommonJS module, and uses __filename.
  shims: true,
  // openapi-typescript and TypeScript are in the bundle: decisions/typescript-in-the-command.md.
  deps: { onlyBundle: false },
  // Its name must not contain "license": pnpm would then leave out that of this package.
  plugins: [thirdPartyNotices("third-party-notices.txt")],
});

export default config;
