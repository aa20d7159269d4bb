import { below, type OpenApiDocument, type Operation, type Pointer, pointerTo } from "@microbilt-oauth/spec";

/** An operation of either document. */
export interface PlacedOperation {
  readonly path: string;
  readonly method: string;
  readonly operation: Operation;
  readonly pointer: Pointer;
  /** How a sentence calls it: `POST /a`. */
  readonly label: string;
}

const METHODS: readonly string[] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/** The operation that issues access tokens. */
const TOKEN_OPERATION = "getAccessToken";

/** Lists the operations of a document. */
export function operationsOf(document: OpenApiDocument): readonly PlacedOperation[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item)
      .filter(([method]) => METHODS.includes(method))
      .map(([method, operation]) => ({
        path,
        method,
        operation: operation as Operation,
        pointer: below(pointerTo("paths", path), method),
        label: `${method.toUpperCase()} ${path}`,
      })),
  );
}

/** Whether an operation is the one that issues access tokens. */
export function isTokenOperation({ operation }: PlacedOperation): boolean {
  return operation.operationId === TOKEN_OPERATION;
}

/** Whether an operation is another one, at another path or in another form. */
export function isAlias({ operation }: PlacedOperation): boolean {
  return operation["x-alias-of"] !== undefined;
}
