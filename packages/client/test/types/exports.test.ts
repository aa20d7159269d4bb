/** The package exports what users need, and nothing else. */
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { expect, test } from "vitest";
import * as client from "../../src/index.ts";

test("the package exports these values", () => {
  expect(Object.keys(client).sort()).toEqual([
    "MicrobiltError",
    "contract",
    "createClient",
    "isMicrobiltError",
    "productFailure",
    "readFault",
  ]);
});

test("the package exports these names, types included", () => {
  const index = fileURLToPath(new URL("../../src/index.ts", import.meta.url));
  const program = ts.createProgram([index], {
    module: ts.ModuleKind.NodeNext,
    target: ts.ScriptTarget.ES2022,
    allowImportingTsExtensions: true,
    resolveJsonModule: true,
    noEmit: true,
  });
  const module = program.getSourceFile(index);
  const checker = program.getTypeChecker();
  const symbol = module && checker.getSymbolAtLocation(module);

  expect(
    symbol &&
      checker
        .getExportsOfModule(symbol)
        .map(({ name }) => name)
        .sort(),
  ).toEqual([
    "Api",
    "ApiOptions",
    "BaseUrlOptions",
    "ClientOptions",
    "Clock",
    "CommonOptions",
    "ContractIdentity",
    "Credential",
    "Environment",
    "EnvironmentOptions",
    "Fetch",
    "FetchInit",
    "FetchLike",
    "FetchResponse",
    "Flow",
    "GatewayErrors",
    "MicrobiltClient",
    "MicrobiltError",
    "MicrobiltErrorCode",
    "MicrobiltErrorDetails",
    "MicrobiltEvent",
    "Product",
    "ProductFailure",
    "RetryOptions",
    "ServerMessage",
    "StoreFailedEvent",
    "StoreOperation",
    "StoredToken",
    "Token",
    "TokenEvent",
    "TokenOptions",
    "TokenRefusedEvent",
    "TokenRequestEvent",
    "TokenRequestFailedEvent",
    "TokenStore",
    "WithGatewayErrors",
    "contract",
    "createClient",
    "isMicrobiltError",
    "productFailure",
    "readFault",
  ]);
});
