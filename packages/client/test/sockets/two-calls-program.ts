/**
 * A program that makes two calls, the second with a token that is due, and then has nothing more to do.
 *
 * Arguments: the server's origin, the timeout of token requests in ms, the path to call.
 */
import { createClient } from "../../src/index.ts";
import { CLIENT_ID, CLIENT_SECRET } from "../support/setup.ts";

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
// Now the token is due, and still valid.
ahead = 3_560_000;
await (await client.fetch(path)).text();
console.log("done");
