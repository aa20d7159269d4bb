/** Makes calls with the client, then prints how much the heap has grown after a warm-up, in bytes. */
import { servers, tokenEndpoint } from "@microbilt-oauth/spec/contract";
import { ours } from "./contenders.ts";
import { createTokenResponse } from "./token-response.ts";
import { usedHeap } from "./used-heap.ts";

const count = Number(process.argv[2]);
const response = new Response(null);
const call = await ours.open(servers.sandbox, async (input) =>
  String(input).endsWith(tokenEndpoint.path) ? createTokenResponse() : response,
);

await makeCalls(count / 10);
const before = usedHeap();
await makeCalls(count);
console.log(usedHeap() - before);

async function makeCalls(count: number): Promise<void> {
  for (let time = 0; time < count; time++) {
    await call("/a");
  }
}
