import { servers, tokenEndpoint } from "@microbilt-oauth/spec/contract";
import { contenders, ours } from "./contenders.ts";
import { printTable } from "./table.ts";
import { grant } from "./token-answer.ts";

const CALLS = 10_000;

/** How many token requests many calls at once on a client without a token make. */
export async function countColdBurst(): Promise<void> {
  const rows = [];
  for (const { name, open } of contenders) {
    let requests = 0;
    const call = await open(servers.sandbox, async (input) => {
      const url = input instanceof Request ? input.url : String(input);
      if (!url.endsWith(tokenEndpoint.path)) {
        return new Response("{}");
      }
      requests += 1;
      await new Promise((resolve) => setTimeout(resolve, 5));
      return grant();
    });
    await Promise.all(Array.from({ length: CALLS }, () => call("/a")));
    rows.push({ name, cells: [String(requests)], isMet: name === ours.name ? requests === 1 : undefined });
  }
  printTable(`Token requests made by ${CALLS} calls at once without a token (goal: 1)`, ["requests"], rows);
}
