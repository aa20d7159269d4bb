import { headers } from "next/headers";
import { createReporter } from "../../lib/microbilt.js";

const requestReport = createReporter("dynamic");

export default async function Page() {
  // Only from here on the framework knows that the page is dynamic.
  await headers();
  return <p>{await requestReport()}</p>;
}
