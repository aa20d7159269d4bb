/** Issues tokens, then prints how much the heap has grown since the first tenth of them, in bytes. */
import { createEmulator } from "@microbilt-oauth/emulator";
import { usedHeap } from "./used-heap.ts";

const TOKENS_PER_SECOND = 100;

const count = Number(process.argv[2]);
let time = Date.now();
const emulator = createEmulator({ clock: () => time });
const { clientId } = emulator.apps.register();

issue(count / 10);
const before = usedHeap();
issue(count - count / 10);
console.log(JSON.stringify({ grown: usedHeap() - before, kept: emulator.tokens.size }));

function issue(tokens: number): void {
  for (let token = 0; token < tokens; token++) {
    time += 1000 / TOKENS_PER_SECOND;
    emulator.tokens.issue(clientId);
  }
}
