/**
 * Keeps the promise of a caller's function, which can be an async one, from being rejected without a handler: Node would end
 * the process.
 */
export function ignoreRejection(result: unknown): void {
  Promise.resolve(result).catch(() => {});
}
