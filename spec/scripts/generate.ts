/** Bundles the document, then generates the types of the API and the facts that code uses. */
import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import openapiTypescript, { astToString, type OpenAPI3 } from "openapi-typescript";
import type { Contract } from "../src/contract/contract.ts";
import { readContract } from "../src/contract/read-contract.ts";
import type { OpenApiDocument } from "../src/document/openapi-document.ts";
import { redocly } from "./redocly.ts";
import { writeGenerated } from "./write-generated.ts";

const DOCSTRINGS: Readonly<Record<keyof Contract | "digest", string>> = {
  version: "The version of the document.",
  digest: "SHA-256 of the document, bundled into JSON, in hexadecimal.",
  servers: "The origin of each environment's server, without a trailing slash.",
  tokenEndpoint: "The operation that issues access tokens.",
  flows: "The forms of a token request, and where the parameters of each go.",
  grantTypes: "The grant types that the token endpoint supports.",
  tokenResponse: "The response to a successful token request.",
  errorCodes: "The error codes whose remedy is known.",
  bearer: "How a request carries an access token.",
  resource: "The placeholder for an API that requires an access token.",
};

const HEADER = "// Generated from spec/openapi.yaml by `pnpm generate`. Do not edit.\n\n";

const root = new URL("..", import.meta.url);
const bundle = await redocly(fileURLToPath(root), "bundle", "contract", "--ext", "json");
const document = JSON.parse(bundle) as OpenApiDocument;
await writeGenerated(new URL("generated/openapi.json", root), `${JSON.stringify(document, null, 2)}\n`);
await writeGenerated(new URL("generated/openapi.ts", root), await typesModule(document));
await writeGenerated(new URL("generated/contract.ts", root), contractModule(document));

async function typesModule(document: OpenApiDocument): Promise<string> {
  const types = await openapiTypescript(document as unknown as OpenAPI3, {
    alphabetize: false,
    rootTypes: true,
    rootTypesNoSchemaPrefix: true,
  });
  return HEADER + astToString(types);
}

function contractModule(document: OpenApiDocument): string {
  const digest = createHash("sha256").update(JSON.stringify(document)).digest("hex");
  const constants = Object.entries({ ...readContract(document), digest }).map(([name, value]) => {
    const docstring = DOCSTRINGS[name as keyof typeof DOCSTRINGS];
    return `/** ${docstring} */\nexport const ${name} = ${JSON.stringify(value, withoutPointers, 2)} as const;\n`;
  });
  return HEADER + constants.join("\n");
}

/** Leaves out the pointers: only tools need them, and tools call `readContract`. */
function withoutPointers(name: string, value: unknown): unknown {
  return name === "pointer" ? undefined : value;
}
