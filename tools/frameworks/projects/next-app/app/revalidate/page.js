import { createReporter } from "../../lib/microbilt.js";

const requestReport = createReporter("revalidate");

export const revalidate = 1;

export default async function Page() {
  return <p>{await requestReport()}</p>;
}
