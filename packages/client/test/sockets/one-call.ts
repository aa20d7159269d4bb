/**
 * A process of its own that makes two calls, the second with a token that is due, and has nothing more to do.
 * Arguments: the server's origin; the timeout of token requests in ms.
 */
import { createClient } from "../../src/index.ts";
import { CLIENT_ID, CLIENT_SECRET } from "../support/client.ts";

const [baseUrl = "", timeout, path = ""] = process.argv.slice(2);
let ahead = 0;
const client = createClient({
  baseUrl,
  clientId: CLIENT_ID,
  clientSecret: CLIENT_SECRET,
  timeout: Number(timeout),
  clock: { now: () => Date.now() + ahead, elapsed: () => performance.now() + ahead },
});

await (await client.fetch(path)).text();
// Now it is due, and still good.
ahead = 3_560_000;
await (await client.fetch(path)).text();
console.log("done");
