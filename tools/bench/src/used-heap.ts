/** Returns the bytes in use on the heap after garbage collection. The process needs `--expose-gc`. */
export function usedHeap(): number {
  for (let time = 0; time < 5; time++) {
    globalThis.gc?.();
  }
  return process.memoryUsage().heapUsed;
}
