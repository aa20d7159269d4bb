import { createReporter } from "../../lib/microbilt.js";

const requestReport = createReporter("no-store");

export default async function Page() {
  return <p>{await requestReport({ cache: "no-store" })}</p>;
}
