import { join } from "node:path";

/** @type {import("next").NextConfig} */
const config = {
  experimental: { cpus: 1 },
  // The packages are linked from the workspace's folder.
  turbopack: { root: join(import.meta.dirname, "../..") },
};

export default config;
