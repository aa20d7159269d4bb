import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      "spec",
      "packages/client",
      "packages/emulator",
      "packages/cli",
      "conformance",
      "docs",
      "tools/repository",
    ].map((folder) => ({
      test: { name: folder, include: [`${folder}/test/**/*.test.ts`, `${folder}/*.test.ts`] },
    })),
  },
});
