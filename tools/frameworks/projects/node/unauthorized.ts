/** A product's 401 that is not about the token. */
import { check } from "../../src/processes/program-check.ts";
import { FORBIDDEN_PATH } from "../../src/servers/token-server.ts";
import { clientOf, PRODUCT_PATH, withServer } from "./support.ts";

const PAIRS = 20;
const MOST_TOKEN_REQUESTS = 3;
/** A rejected call may be sent again a few times, at growing intervals. */
const MOST_CALLS = PAIRS + 4;

for (const [what, query] of Object.entries({ "JSON that is no fault": "", HTML: "?html", "no body": "?empty" })) {
  await check(`${PAIRS} good calls and ${PAIRS} with a 401 of the product's own (${what})`, (expect) =>
    withServer({}, async (server) => {
      const microbilt = clientOf(server.url);
      const statuses: number[] = [];
      for (let n = 0; n < PAIRS; n++) {
        statuses.push((await microbilt.fetch(PRODUCT_PATH, { method: "POST", body: "{}" })).status);
        statuses.push((await microbilt.fetch(FORBIDDEN_PATH + query, { method: "POST", body: "{}" })).status);
      }
      const good = server.calls.filter(({ path }) => path === PRODUCT_PATH).length;
      const rejected = server.calls.filter(({ status }) => status === 401).length;
      const tokenRequests = server.tokenRequests.length;
      expect(
        statuses.every((status, index) => status === (index % 2 === 0 ? 200 : 401)),
        "each response is the product's",
      );
      expect(tokenRequests <= MOST_TOKEN_REQUESTS, `at most ${MOST_TOKEN_REQUESTS} token requests`);
      expect(good === PAIRS, "a good call is sent once");
      expect(rejected <= MOST_CALLS, `at most ${MOST_CALLS} calls that the product rejects`);
      return `${tokenRequests} token requests, ${good} good calls, ${rejected} rejected calls`;
    }),
  );
}
await check(`${PAIRS} calls at once with a 401 of the product's own`, (expect) =>
  withServer({}, async (server) => {
    const microbilt = clientOf(server.url);
    await microbilt.fetch(PRODUCT_PATH);
    const calls = Array.from({ length: PAIRS }, () => microbilt.fetch(FORBIDDEN_PATH));
    const statuses = (await Promise.all(calls)).map(({ status }) => status);
    const rejected = server.calls.filter(({ status }) => status === 401).length;
    expect(
      statuses.every((status) => status === 401),
      "each response is the product's",
    );
    expect(server.tokenRequests.length <= MOST_TOKEN_REQUESTS, `at most ${MOST_TOKEN_REQUESTS} token requests`);
    expect((await microbilt.fetch(PRODUCT_PATH)).status === 200, "a good call still succeeds");
    return `${server.tokenRequests.length} token requests, ${rejected} rejected calls`;
  }),
);
await check("a token that is really rejected is replaced, after 401s of a product's own", (expect) =>
  withServer({}, async (server) => {
    const microbilt = clientOf(server.url);
    for (let n = 0; n < 3; n++) {
      await microbilt.fetch(FORBIDDEN_PATH);
    }
    server.revoke();
    server.forget();
    const { status } = await microbilt.fetch(PRODUCT_PATH);
    expect(status === 200, "the call succeeds");
    expect(server.tokenRequests.length === 1, "one token request");
    return `status ${status}, ${server.tokenRequests.length} token requests`;
  }),
);
process.exit();
