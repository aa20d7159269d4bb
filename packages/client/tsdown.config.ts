import { defineConfig, type UserConfig } from "tsdown";

/**
 * Jest runs CommonJS files in a context that has no `import()`. With `require`, openapi-fetch comes in its own CommonJS
 * build.
 */
const requiresOpenapiFetch = {
  name: "requires-openapi-fetch",
  transform: (code: string) =>
    code.replace('import("openapi-fetch")', 'Promise.resolve().then(() => require("openapi-fetch"))'),
};

const config: UserConfig[] = defineConfig([
  { entry: "src/index.ts", dts: true, platform: "neutral" },
  { entry: "src/index.ts", dts: true, platform: "neutral", format: "cjs", plugins: [requiresOpenapiFetch] },
]);

export default config;
