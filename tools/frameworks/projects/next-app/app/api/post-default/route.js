import { createReporter } from "../../../lib/microbilt.js";

const requestReport = createReporter("api-post-default");

export async function POST() {
  return new Response(await requestReport());
}
