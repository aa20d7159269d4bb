/** Bundles the document, and generates from it the types of the API and the facts that code uses. */
import { fileURLToPath } from "node:url";
import openapiTypescript, { astToString, type OpenAPI3 } from "openapi-typescript";
import { type Contract, readContract } from "../src/contract.ts";
import type { OpenApiDocument } from "../src/document.ts";
import { redocly } from "./redocly.ts";
import { writeGenerated } from "./write-generated.ts";

const DOCSTRINGS: Record<keyof Contract, string> = {
  version: "The version of the document.",
  servers: "Origins by environment.",
  tokenEndpoint: "Where access tokens are requested.",
  flows: "The forms of a token request, and where its parameters go in each.",
  grantTypes: "The grant types the token endpoint supports.",
  tokenResponse: "The response to a granted token request.",
  errorCodes: "The codes of errors that have a remedy: another access token, or other credentials.",
  bearer: "How an access token is sent.",
  resource: "The placeholder for an API that takes the bearer.",
};

const HEADER = "// Generated from spec/openapi.yaml by `pnpm generate`. Do not edit.\n\n";

const root = new URL("..", import.meta.url);
const document = JSON.parse(
  await redocly(fileURLToPath(root), "bundle", "contract", "--ext", "json"),
) as OpenApiDocument;
await writeGenerated(new URL("generated/openapi.json", root), `${JSON.stringify(document, null, 2)}\n`);
await writeGenerated(new URL("generated/openapi.ts", root), await typesModule(document));
await writeGenerated(new URL("generated/contract.ts", root), contractModule(readContract(document)));

async function typesModule(document: OpenApiDocument): Promise<string> {
  const types = await openapiTypescript(document as unknown as OpenAPI3, {
    alphabetize: false,
    rootTypes: true,
    rootTypesNoSchemaPrefix: true,
  });
  return HEADER + astToString(types);
}

function contractModule(contract: Contract): string {
  const constants = Object.entries(contract).map(([name, value]) => {
    const docstring = DOCSTRINGS[name as keyof Contract];
    return `/** ${docstring} */\nexport const ${name} = ${JSON.stringify(value, withoutPointers, 2)} as const;\n`;
  });
  return HEADER + constants.join("\n");
}

/** Pointers into the document are for tools, which read the document itself. */
function withoutPointers(name: string, value: unknown): unknown {
  return name === "pointer" ? undefined : value;
}
