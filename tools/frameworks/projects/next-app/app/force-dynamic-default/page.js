import { createReporter } from "../../lib/microbilt.js";

const requestReport = createReporter("force-dynamic-default");

export const dynamic = "force-dynamic";

export default async function Page() {
  return <p>{await requestReport()}</p>;
}
