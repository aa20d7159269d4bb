import { createReporter } from "../../../lib/microbilt.js";

const requestReport = createReporter("api-post");

export async function POST() {
  return new Response(await requestReport({ cache: "no-store" }));
}
