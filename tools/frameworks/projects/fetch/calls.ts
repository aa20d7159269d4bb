/** The calls that a client must be able to make with any fetch. */
import { type ClientOptions, createClient, type MicrobiltClient, MicrobiltError } from "@microbilt-oauth/client";
import { type Expect, summarize } from "../../src/cases/check.ts";
import { REJECTED_CREDENTIALS } from "../../src/contract.ts";
import { check } from "../../src/processes/program-check.ts";
import { startTokenServer, TOKEN_PATH, type TokenServer } from "../../src/servers/token-server.ts";

export type AnyFetch = (input: never, init: never) => unknown;

interface Paths {
  "/iPredict/GetReport": {
    post: {
      requestBody: { content: { "application/json": { SSN: string } } };
      responses: { 200: { content: { "application/json": { score: number } } } };
    };
  };
}

export const PRODUCT_PATH = "/iPredict/GetReport";
const BODY = JSON.stringify({ SSN: "000000000" });
/** Four times the client's limit for a token response. */
const TOO_LARGE = 256 * 1024;
/** Longer means that a failure was retried. */
const AT_ONCE_IN_MS = 200;

export function clientOf(server: TokenServer, fetch: AnyFetch, options: object = {}): MicrobiltClient {
  return createClient({
    baseUrl: server.url,
    clientId: "my-application",
    clientSecret: "a-secret-of-the-program",
    fetch,
    ...options,
  } as unknown as ClientOptions);
}

/** Runs the calls with one fetch, each with a client and a server of its own. */
export async function checkCalls(fetch: AnyFetch): Promise<void> {
  const withServer = (run: (microbilt: MicrobiltClient, server: TokenServer, expect: Expect) => Promise<string>) => {
    return async (expect: Expect) => {
      const server = await startTokenServer();
      try {
        return await run(clientOf(server, fetch), server, expect);
      } finally {
        await server.close();
      }
    };
  };

  await check(
    "fetch(path)",
    withServer(async (microbilt, server, expect) => {
      const response = await microbilt.fetch(PRODUCT_PATH, { method: "POST", body: BODY });
      return expectReport(response, server, expect);
    }),
  );
  await check(
    "fetch(Request)",
    withServer(async (microbilt, server, expect) => {
      const request = new Request(server.url + PRODUCT_PATH, {
        method: "POST",
        body: BODY,
        headers: { "content-type": "application/json" },
      });
      return expectReport(await microbilt.fetch(request), server, expect);
    }),
  );
  await check(
    "api().POST",
    withServer(async (microbilt, server, expect) => {
      const product = microbilt.api<Paths>();
      const { data, response } = await product.POST(PRODUCT_PATH, { body: { SSN: "000000000" } });
      expect(response.status === 200 && data?.score === 700, "the typed call returns the product's data");
      expect(server.calls[0]?.body === BODY, "the product receives the body");
      return `status ${response.status}, data ${JSON.stringify(data)}`;
    }),
  );
  await check(
    "a rejected token is replaced, and a Request with a body is sent again",
    withServer(async (microbilt, server, expect) => {
      await microbilt.fetch(PRODUCT_PATH);
      server.revoke();
      server.forget();
      const request = new Request(server.url + PRODUCT_PATH, { method: "POST", body: BODY });
      const response = await microbilt.fetch(request);
      expect(response.status === 200, "the second try succeeds");
      expect(server.calls.length === 2 && server.calls.every(({ body }) => body === BODY), "both tries carry the body");
      return `status ${response.status}, ${server.calls.length} calls, ${server.tokenRequests.length} token requests`;
    }),
  );
  await check(
    "a 401 that another token does not help is a readable response",
    withServer(async (microbilt, _server, expect) => {
      const response = await microbilt.fetch("/NotForYou");
      const body = await response.text();
      expect(response.status === 401 && body.includes("not entitled"), "the product's own 401 is returned");
      return `status ${response.status}, body ${body}`;
    }),
  );
  await check(
    "a token endpoint that fails once is retried",
    withServer(async (microbilt, server, expect) => {
      server.onTokenRequest((n) => (n === 1 ? { status: 503 } : {}));
      const response = await microbilt.fetch(PRODUCT_PATH);
      expect(response.status === 200, "the call succeeds");
      expect(server.tokenRequests.length === 2, "two token requests");
      return `status ${response.status}, ${server.tokenRequests.length} token requests`;
    }),
  );
  for (const [how, headers] of Object.entries({
    "a length": { "content-length": String(TOO_LARGE) },
    "no length": {},
  })) {
    await check(
      `a token response that is too large, with ${how}, is rejected`,
      withServer(async (microbilt, server, expect) => {
        server.onTokenRequest(() => ({ body: "x".repeat(TOO_LARGE), headers: headers as Record<string, string> }));
        const { error, took } = await failureOf(microbilt.fetch(PRODUCT_PATH));
        expect(codeOf(error) === "response_too_large", "code response_too_large");
        return `${describeFailure(error)} in ${took} ms`;
      }),
    );
  }
  await check(
    "a token request that is rejected says what the server said",
    withServer(async (microbilt, server, expect) => {
      server.onTokenRequest(() => ({ status: 401, body: REJECTED_CREDENTIALS }));
      const { error } = await failureOf(microbilt.fetch(PRODUCT_PATH));
      expect(codeOf(error) === "invalid_client", "code invalid_client");
      expect(String((error as Error).message).includes("ClientId is Invalid"), "the message has the server's words");
      return describeFailure(error);
    }),
  );
}

async function expectReport(response: Response, server: TokenServer, expect: Expect): Promise<string> {
  const data = (await response.json()) as { readonly score?: number };
  expect(response.status === 200 && data.score === 700, "the call returns the product's data");
  expect(server.calls[0]?.body === BODY, "the product receives the body");
  expect(server.calls[0]?.contentType === "application/json", "the product receives JSON");
  return `status ${response.status}, data ${JSON.stringify(data)}`;
}

/** A failure that the client must not take for one of the network: it is readable and not retried. */
export function expectNoRetry(
  { error, took }: Failure,
  { attempts, reason }: { readonly attempts: number; readonly reason: RegExp },
  expect: Expect,
): string {
  expect(codeOf(error) !== "network_error", "the code is not network_error");
  expect(attempts <= 1 && took < AT_ONCE_IN_MS, "it is not retried");
  expect(reason.test(String((error as Error)?.message)), `the message matches ${reason}`);
  return `${describeFailure(error)} in ${took} ms, fetch called ${attempts} times`;
}

export interface Failure {
  readonly error: unknown;
  /** In ms. */
  readonly took: number;
}

export async function failureOf(promise: Promise<unknown>): Promise<Failure> {
  const start = performance.now();
  const took = () => Math.round(performance.now() - start);
  try {
    await promise;
  } catch (error) {
    return { error, took: took() };
  }
  return { error: new Error("it succeeded"), took: took() };
}

export function codeOf(error: unknown): string | undefined {
  return error instanceof MicrobiltError ? error.code : undefined;
}

export function describeFailure(error: unknown): string {
  return `${codeOf(error) ?? "no code"} (${summarize(error)})`;
}

export { TOKEN_PATH };
