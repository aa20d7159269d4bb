/** @type {import("next").NextConfig} */
const config = { experimental: { cpus: 1 } };

export default config;
