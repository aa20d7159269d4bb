import type { Method, OpenApiDocument, Operation } from "./openapi-document.ts";
import { below, type Pointer, pointerTo } from "./pointer.ts";

/** An operation and its place in the document. */
export interface LocatedOperation {
  readonly path: string;
  readonly method: Method;
  readonly operation: Operation;
  readonly pointer: Pointer;
}

const METHODS: readonly Method[] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/** Lists the operations in the order of the document's paths. */
export function listOperations(document: OpenApiDocument): LocatedOperation[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = item[method];
      return operation ? [{ path, method, operation, pointer: below(pointerTo("paths", path), method) }] : [];
    }),
  );
}
