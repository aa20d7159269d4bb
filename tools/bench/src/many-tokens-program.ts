/** Issues tokens in a process of its own, and prints by how many bytes the heap has grown since the first tenth. */
import { createEmulator } from "@microbilt-oauth/emulator";
import { heap } from "./heap.ts";

const TOKENS_A_SECOND = 100;

const count = Number(process.argv[2]);
let time = Date.now();
const emulator = createEmulator({ clock: () => time });
const { clientId } = emulator.apps.register();

issue(count / 10);
const before = heap();
issue(count - count / 10);
console.log(JSON.stringify({ grown: heap() - before, kept: emulator.tokens.size }));

function issue(tokens: number): void {
  for (let token = 0; token < tokens; token++) {
    time += 1000 / TOKENS_A_SECOND;
    emulator.tokens.issue(clientId);
  }
}
