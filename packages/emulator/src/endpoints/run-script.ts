import type { RequestContext, ServerContext } from "../http/context.ts";
import { emulatorError, scriptedResponse } from "../http/responses.ts";
import {
  assertProductExample,
  assertProductResponse,
  isProductExample,
  type ProductCall,
  type ProductExample,
} from "../input/product-script.ts";
import { isStatus } from "../input/scripted-response.ts";
import { formatValue } from "../input/validation/format-value.ts";
import type { FoundProduct } from "../state/products.ts";

/** What a script decided: the response, or to leave the call to the document, with or without an example. */
export type ScriptDecision = { readonly response: Response } | { readonly example: ProductExample | undefined };

/** Runs the script of a product. If it fails, the response says which script and why. */
export async function runScript(
  c: RequestContext,
  { api }: ServerContext,
  { pattern, script }: NonNullable<FoundProduct["script"]>,
  call: ProductCall,
  hasDocument: boolean,
): Promise<ScriptDecision> {
  try {
    const result: unknown = typeof script === "function" ? await script(call) : script;
    if (result instanceof Response && isStatus(result.status)) {
      // A script can return the same response again.
      return { response: result.clone() };
    }
    if (result === undefined && hasDocument) {
      return { example: undefined };
    }
    if (isProductExample(result)) {
      assertProductExample(result);
      if (!hasDocument) {
        throw new Error(`it chooses the example ${formatValue(result.example)}, but no document describes the path`);
      }
      return { example: result };
    }
    assertProductResponse(result);
    return { response: scriptedResponse(result, api.contract.resource.mediaType) };
  } catch (error) {
    const problem = error instanceof Error ? error.message : `it threw ${formatValue(error)}`;
    return { response: emulatorError(c, 500, `The script of ${pattern} failed: ${problem}`, { script: pattern }) };
  }
}
