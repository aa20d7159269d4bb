/** @type {import("next").NextConfig} */
const config = { experimental: { cpus: 1, serverActions: true } };

export default config;
