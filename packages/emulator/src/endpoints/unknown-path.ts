import type { RequestContext, ServerContext } from "../http/context.ts";
import { refuse } from "../http/responses.ts";

/** How many paths the reason lists. */
const MAX_LISTED = 10;

/** Refuses a path that no product has, as the document shows, with the path of the call in the place of the example's. */
export function refuseUnknownPath(c: RequestContext, { api, products }: ServerContext): Response {
  const refusal = api.refusals.get("UnknownPath");
  const body: unknown = JSON.parse(JSON.stringify(refusal.body), (_, value: unknown) =>
    typeof value === "string" ? value.replace(/(?<=: )\/\S*$/, () => c.req.path) : value,
  );
  const paths = products.exposed.list();
  const listed = paths.slice(0, MAX_LISTED).join(", ");
  const reason = `No product has this path. Paths: ${listed}${paths.length > MAX_LISTED ? ", …" : ""}.`;
  return refuse(c, { ...refusal, body }, reason);
}
