/** A process that a test freezes and resumes, as AWS Lambda does. It executes the commands of its input, one a line. */
import { createInterface } from "node:readline";
import { clientOf, codeOf, failureOf, PRODUCT_PATH } from "./support.ts";

const { BASE_URL = "", TIMEOUT_IN_MS = "1000" } = process.env;

/** Moves the client's clock, so that a token ends when a test wants it to. */
let skipped = 0;
const clock = { now: () => Date.now() + skipped, elapsed: () => performance.now() + skipped };
const microbilt = clientOf(BASE_URL, { timeout: Number(TIMEOUT_IN_MS), clock });

for await (const line of createInterface({ input: process.stdin })) {
  const [command, argument] = line.split(" ");
  if (command === "skip") {
    skipped += Number(argument);
    print({});
  } else if (command === "begin") {
    // The handler has ended; what it began goes on.
    microbilt.fetch(PRODUCT_PATH).catch(() => {});
    print({});
  } else {
    await call();
  }
}

async function call(): Promise<void> {
  const start = performance.now();
  let status: number | undefined;
  const error = await failureOf(async () => {
    ({ status } = await microbilt.fetch(PRODUCT_PATH));
  });
  print({ status, code: codeOf(error), message: error?.message, took: Math.round(performance.now() - start) });
}

function print(outcome: object): void {
  console.log(JSON.stringify(outcome));
}
