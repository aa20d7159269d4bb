import { createReporter } from "../../../lib/microbilt.js";

const requestReport = createReporter("api-get");

export async function GET() {
  return new Response(await requestReport({ cache: "no-store" }));
}
