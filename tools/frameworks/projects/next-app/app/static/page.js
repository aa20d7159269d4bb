import { createReporter } from "../../lib/microbilt.js";

const requestReport = createReporter("static");

export default async function Page() {
  return <p>{await requestReport()}</p>;
}
