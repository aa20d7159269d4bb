import { defineConfig, type ViteUserConfig } from "vitest/config";

const config: ViteUserConfig = defineConfig({
  test: {
    include: ["*.suite.ts"],
    // Projects can run their tests in any order; the checks keep theirs.
    sequence: { shuffle: true, concurrent: true },
  },
});

export default config;
