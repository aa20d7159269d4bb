import type { OpenApiDocument, Schema } from "./document.ts";

type Sampler = typeof import("openapi-sampler");

/**
 * Makes a value from a schema, the same for each call.
 *
 * The library is loaded at the first call, because most products show examples.
 */
export async function makeSample(document: OpenApiDocument, schema: Schema): Promise<unknown> {
  const loaded: Sampler & { readonly default?: Sampler } = await import("openapi-sampler");
  // In Node it is a CommonJS module; bundlers take its ES module.
  const { sample } = loaded.default ?? loaded;
  return sample(schema as Parameters<Sampler["sample"]>[0], { skipWriteOnly: true, quiet: true }, document);
}
