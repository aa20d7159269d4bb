import { redirect } from "next/navigation";
import { createReporter } from "../../lib/microbilt.js";

const requestReport = createReporter("action");

async function send() {
  "use server";
  redirect(`/done?outcome=${encodeURIComponent(await requestReport())}`);
}

export default function Page() {
  return (
    <form action={send}>
      <button type="submit">Request a report</button>
    </form>
  );
}
