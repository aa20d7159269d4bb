/** Makes calls in a process of its own, and prints by how many bytes the heap has grown. */
import { servers, tokenEndpoint } from "@microbilt-oauth/spec/contract";
import { ours } from "./contenders.ts";
import { heap } from "./heap.ts";
import { grant } from "./token-answer.ts";

const calls = Number(process.argv[2]);
const answer = new Response(null);
const call = await ours.open(servers.sandbox, async (input) =>
  String(input).endsWith(tokenEndpoint.path) ? grant() : answer,
);

await make(calls / 10);
const before = heap();
await make(calls);
console.log(heap() - before);

async function make(count: number): Promise<void> {
  for (let time = 0; time < count; time++) {
    await call("/a");
  }
}
