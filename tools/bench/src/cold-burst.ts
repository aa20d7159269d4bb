import { servers, tokenEndpoint } from "@microbilt-oauth/spec/contract";
import { contenders, ours } from "./contenders.ts";
import { printTable } from "./print-table.ts";
import { createTokenResponse } from "./token-response.ts";

const CALLS = 10_000;
const TOKEN_LATENCY_IN_MS = 5;

/** Counts the token requests that a client without a token makes for many concurrent calls. */
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
      await new Promise((resolve) => setTimeout(resolve, TOKEN_LATENCY_IN_MS));
      return createTokenResponse();
    });
    await Promise.all(Array.from({ length: CALLS }, () => call("/a")));
    rows.push({ name, cells: [String(requests)], isMet: name === ours.name ? requests === 1 : undefined });
  }
  printTable(`Token requests for ${CALLS} concurrent calls without a token (goal: 1)`, ["requests"], rows);
}
