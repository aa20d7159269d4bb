import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["*.suite.ts"],
    // Projects can run their tests in any order; the checks keep theirs.
    sequence: { shuffle: true, concurrent: true },
  },
});
