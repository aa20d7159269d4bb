/** Bundles the document and writes down the facts that code needs. */
import { fileURLToPath } from "node:url";
import { type Contract, readContract } from "../src/contract.ts";
import type { OpenApiDocument } from "../src/document.ts";
import { redocly } from "./redocly.ts";
import { writeGenerated } from "./write-generated.ts";

const DOCSTRINGS: Record<keyof Contract, string> = {
  version: "The version of the document.",
  servers: "Origins by environment.",
  tokenEndpoint: "Where access tokens are asked for.",
  flows: "The forms a token request can take, and where its parameters stand in each.",
  parameters: "What the parameters of a token request are called.",
  grantTypes: "The grant types the token endpoint supports.",
  tokenResponse: "The answer to a granted token request.",
  tokenMembers: "What the members of that answer are called.",
  errorCodes: "The codes of errors that have a remedy: another access token, or other credentials.",
  bearer: "How an access token is sent.",
  resource: "The placeholder for an API that takes the bearer.",
};

const root = new URL("..", import.meta.url);
const document = JSON.parse(
  await redocly(fileURLToPath(root), "bundle", "contract", "--ext", "json"),
) as OpenApiDocument;
await writeGenerated(new URL("generated/openapi.json", root), `${JSON.stringify(document, null, 2)}\n`);
await writeGenerated(new URL("generated/contract.ts", root), contractModule(readContract(document)));

function contractModule(contract: Contract): string {
  const constants = Object.entries(contract).map(([name, value]) => {
    const docstring = DOCSTRINGS[name as keyof Contract];
    return `/** ${docstring} */\nexport const ${name} = ${JSON.stringify(value, withoutPointers, 2)} as const;\n`;
  });
  return ["// Generated from spec/openapi.yaml by `pnpm generate`. Do not edit.\n", ...constants].join("\n");
}

/** Where a fact stands in the document is for tools, which read the document itself. */
function withoutPointers(name: string, value: unknown): unknown {
  return name === "pointer" ? undefined : value;
}
