import { document, resolve } from "@microbilt-oauth/spec";

const example = resolve(document, "#/components/examples/TokenResponse/value") as Readonly<Record<string, string>>;

/** The documented answer to a token request. */
export const tokenAnswer: string = JSON.stringify(example);

export function grant(): Response {
  return new Response(tokenAnswer, { headers: { "content-type": "application/json" } });
}
