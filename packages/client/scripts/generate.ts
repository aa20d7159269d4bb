/** Generates the types of the API from the bundled document. */
import { document } from "@microbilt-oauth/spec";
import { writeGenerated } from "@microbilt-oauth/spec/write-generated";
import openapiTypescript, { astToString, type OpenAPI3 } from "openapi-typescript";

const HEADER = "// Generated from spec/openapi.yaml by `pnpm generate`. Do not edit.\n\n";

const types = await openapiTypescript(document as unknown as OpenAPI3, {
  alphabetize: false,
  rootTypes: true,
  rootTypesNoSchemaPrefix: true,
});
await writeGenerated(new URL("../generated/openapi.ts", import.meta.url), HEADER + astToString(types));
