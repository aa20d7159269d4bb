import { createReporter } from "../../../lib/microbilt.js";

const requestReport = createReporter("api-force-dynamic");

export const dynamic = "force-dynamic";

export async function GET() {
  return new Response(await requestReport({ cache: "no-store" }));
}
