/** The bytes in use on the heap once the garbage is gone. The process needs `--expose-gc`. */
export function heap(): number {
  for (let time = 0; time < 5; time++) {
    globalThis.gc?.();
  }
  return process.memoryUsage().heapUsed;
}
