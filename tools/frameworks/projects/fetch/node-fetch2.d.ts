declare module "node-fetch2" {
  /** Compatible with what is used of it here. */
  const fetch: typeof globalThis.fetch;
  export default fetch;
}
