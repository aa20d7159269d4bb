/** Mistakes in options and arguments are rejected before anything is sent, and the message says what to write instead. */
import { type ClientOptions, createClient } from "@microbilt-oauth/client";
import { check } from "../../src/processes/program-check.ts";
import { TOKEN_PATH } from "../../src/servers/token-server.ts";
import { clientOf, codeOf, failureOf, PRODUCT_PATH, SECRET, withServer } from "./support.ts";

const LONGEST_TIMER_IN_MS = 2 ** 31 - 1;
const BASE_URL = "http://127.0.0.1:4010";

interface BadOptions {
  readonly options: Readonly<Record<string, unknown>>;
  /** What the message must say. */
  readonly says: RegExp;
}

const BAD_OPTIONS: Readonly<Record<string, BadOptions>> = {
  "a secret that ends in a newline": { options: { clientSecret: `${SECRET}\n` }, says: /clientSecret/ },
  "an id that ends in a newline": { options: { clientId: "my-application\n" }, says: /clientId/ },
  "a secret with a control character": {
    options: { clientSecret: `a${String.fromCharCode(7)}b` },
    says: /clientSecret/,
  },
  "a secret that ends in a space": { options: { clientSecret: `${SECRET} ` }, says: /clientSecret/ },
  "an empty secret": { options: { clientSecret: "" }, says: /clientSecret.*environment variable/s },
  "a missing secret": { options: { clientSecret: undefined }, says: /clientSecret.*environment variable/s },
  "an empty id": { options: { clientId: "" }, says: /clientId.*environment variable/s },
  "an unknown option": { options: { app: "x" }, says: /app/ },
  "a mistyped baseURL": { options: { baseURL: BASE_URL }, says: /baseURL.*baseUrl/s },
  retries: { options: { retries: 3 }, says: /retries.*retry/s },
  "retry: 3": { options: { retry: 3 }, says: /retry.*attempts/s },
  "an unknown member of retry": { options: { retry: { tries: 3 } }, says: /tries/ },
  "an onEvent that is not a function": { options: { onEvent: "x" }, says: /onEvent/ },
  "a fetch that is not a function": { options: { fetch: {} }, says: /fetch/ },
  "a clock without functions": { options: { clock: { now: 3 } }, says: /clock/ },
  "a timeout that is a string": { options: { timeout: "10s" }, says: /timeout/ },
  "a timeout that is not a number": { options: { timeout: Number.NaN }, says: /timeout/ },
  "a baseUrl with the token path": {
    options: { baseUrl: BASE_URL + TOKEN_PATH },
    says: new RegExp(`baseUrl.*${BASE_URL}(?!${TOKEN_PATH})`, "s"),
  },
};

for (const [what, { options, says }] of Object.entries(BAD_OPTIONS)) {
  await check(`createClient rejects ${what}`, async (expect) => {
    const error = await failureOf(() => clientOf(BASE_URL, options));
    expect(codeOf(error) === "invalid_argument", "code invalid_argument");
    expect(says.test(String(error?.message)), `the message matches ${says}`);
    expect(!String(error?.message).includes(SECRET), "the message does not show the secret");
    return error ? `${codeOf(error)}: "${error.message}"` : "accepted";
  });
}
await check("createClient rejects environment with a mistyped baseURL", async (expect) => {
  const options = { environment: "sandbox", baseURL: BASE_URL, clientId: "a", clientSecret: "b" };
  const error = await failureOf(() => createClient(options as unknown as ClientOptions));
  expect(codeOf(error) === "invalid_argument", "code invalid_argument");
  return error ? `${codeOf(error)}: "${error.message}"` : "accepted: calls would go to the real sandbox";
});
await check("a function that returns a secret with a newline is rejected, and nothing is sent", (expect) =>
  withServer({}, async (server) => {
    const error = await failureOf(clientOf(server.url, { clientSecret: () => `${SECRET}\n` }).getAccessToken());
    expect(codeOf(error) === "credentials_unavailable" || codeOf(error) === "invalid_argument", "it is rejected");
    expect(server.tokenRequests.length === 0, "no token request");
    return error ? `${codeOf(error)}: "${error.message}"` : `${server.tokenRequests.length} token requests`;
  }),
);
for (const [what, body] of Object.entries({
  "a plain object": { SSN: "0" },
  "an array": [1],
  "a number": 5,
  "a Date": new Date(0),
})) {
  await check(`fetch rejects ${what} as body, and nothing is sent`, (expect) =>
    withServer({}, async (server) => {
      const microbilt = clientOf(server.url);
      const error = await failureOf(microbilt.fetch(PRODUCT_PATH, { method: "POST", body: body as unknown as string }));
      const sent = server.calls[0]?.body;
      expect(codeOf(error) === "invalid_argument", "code invalid_argument");
      expect(/JSON\.stringify/.test(String(error?.message)), "the message says JSON.stringify");
      expect(server.calls.length === 0, "no product call");
      return error ? `${codeOf(error)}: "${error.message}"` : `the product received ${JSON.stringify(sent)}`;
    }),
  );
}
for (const retryAfter of ["99999999999", "999999999999999999999", "Fri, 31 Dec 9999 23:59:59 GMT", "-5", "soon"]) {
  await check(`Retry-After: ${retryAfter}`, (expect) =>
    withServer({ onTokenRequest: () => ({ status: 429, headers: { "retry-after": retryAfter } }) }, async (server) => {
      const start = performance.now();
      const error = await failureOf(clientOf(server.url, { retry: { attempts: 2, budget: 500 } }).getAccessToken());
      const took = Math.round(performance.now() - start);
      const delay = (error as { retryAfter?: number } | undefined)?.retryAfter;
      expect(codeOf(error) === "rate_limited", "code rate_limited");
      expect(delay === undefined || (delay >= 0 && delay <= LONGEST_TIMER_IN_MS), "retryAfter fits a timer");
      expect(took < 2_000, "it fails at once");
      return `${codeOf(error)}, retryAfter ${delay} ms, ${server.tokenRequests.length} token requests in ${took} ms`;
    }),
  );
}
for (const status of [408, 425, 503]) {
  await check(`a ${status} of the token endpoint is retried`, (expect) =>
    withServer({ onTokenRequest: (n) => (n === 1 ? { status } : {}) }, async (server) => {
      const error = await failureOf(clientOf(server.url).getAccessToken());
      expect(!error && server.tokenRequests.length === 2, "the second token request succeeds");
      return `${error ? `${codeOf(error)}: "${error.message}"` : "a token"}, ${server.tokenRequests.length} token requests`;
    }),
  );
}
process.exit();
