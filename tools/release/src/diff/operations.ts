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

/** Lists the operations of a document, with what they inherit: the parameters of their path, and the security of the document. */
export function operationsOf(document: OpenApiDocument): readonly PlacedOperation[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item)
      .filter(([method]) => METHODS.includes(method))
      .map(([method, operation]) => ({
        path,
        method,
        operation: withInherited(document, item, operation as Operation),
        pointer: below(pointerTo("paths", path), method),
        label: `${method.toUpperCase()} ${path}`,
      })),
  );
}

function withInherited(document: OpenApiDocument, item: object, operation: Operation): Operation {
  const { parameters = [] } = item as Pick<Operation, "parameters">;
  const { security } = document as Pick<Operation, "security">;
  return {
    ...operation,
    ...(parameters.length > 0 && { parameters: [...parameters, ...(operation.parameters ?? [])] }),
    ...(security !== undefined && { security: operation.security ?? security }),
  };
}

/** Whether an operation is the one that issues access tokens. */
export function isTokenOperation({ operation }: PlacedOperation): boolean {
  return operation.operationId === TOKEN_OPERATION;
}

/** Whether an operation is another one, at another path or in another form. */
export function isAlias({ operation }: PlacedOperation): boolean {
  return operation["x-alias-of"] !== undefined;
}
