import { errorCodes } from "@microbilt-oauth/spec/contract";
import { createClient, MicrobiltError } from "../../src/index.ts";
import { type Context, clockOfContexts, createContext } from "../support/context.ts";
import { fault, invalidClient, json, tokenResponse } from "../support/scripted-server.ts";
import type { CallOutcome, Command, TokenOutcome } from "./commands.ts";
import { createReplayRules } from "./replay-rules.ts";
import { createSimulatedClock, settled } from "./simulated-clock.ts";
import { createSimulatedNetwork, type PendingRequest, take } from "./simulated-network.ts";
import { createSimulatedStore } from "./simulated-store.ts";

const MS_PER_S = 1_000;
const NEW_TOKEN_IN_MS = 30 * MS_PER_S;
const CLIENT_SECRET = "the-secret";

interface Caller {
  readonly context: Context;
  readonly controller: AbortController;
  readonly reason: Error;
  isWaiting: boolean;
}

/** A client with a server and a clock that execute commands and watch the promises. */
export interface Simulation {
  execute(command: Command): Promise<void>;
  /** Responds to every request and advances the clock until no caller waits. */
  finish(): Promise<void>;
  /** The promises that were broken. */
  readonly violations: readonly string[];
}

export function createSimulation(hasStore: boolean): Simulation {
  const callers: Caller[] = [];
  /** When each token expires, by the clock that never goes back. */
  const expiries = new Map<string, number>();
  const revoked = new Set<string>();
  /** When each token was requested, by the same clock. */
  const requestedAt = new Map<string, number>();
  /** The tokens that were rejected and not issued again since. */
  const rejected = new Set<string>();
  /** The tokens that were perhaps not the cause of a 401. They may be sent again, and may be deleted from the store. */
  const suspected = new Set<string>();
  /** The tokens that were issued before the last forced invalidation. */
  const invalidated = new Set<string>();
  const violations: string[] = [];
  let lastToken = "";
  let count = 0;
  let rejections = 0;
  let sendNotBefore = 0;
  /** Whether the store has failed or hung. */
  let hasStoreFault = false;
  /** Whether a context has ended. The client cannot know that its caller no longer waits, and goes on for it. */
  let hasEndedContext = false;
  /** Whether everything was invalidated at some time. */
  let hasInvalidated = false;

  const clock = createSimulatedClock();
  const replays = createReplayRules(clock, check);
  const store = createSimulatedStore(clock, (token) =>
    check(
      rejected.has(token) || invalidated.has(token) || suspected.has(token),
      "a valid token was deleted from the store",
    ),
  );
  const { fetch, tokenRequests, calls } = createSimulatedNetwork(clock, { tokenRequest: onTokenRequest, call: onCall });
  const client = createClient({
    baseUrl: "https://api.example",
    clientId: "an-id",
    clientSecret: CLIENT_SECRET,
    fetch,
    random: () => 1,
    ...(hasStore && { store }),
    clock: clockOfContexts(clock),
  });

  function check(holds: boolean, violation: string): void {
    if (!holds) {
      violations.push(violation);
    }
  }

  function onTokenRequest(): void {
    check(tokenRequests.length === 1, "two token requests were in flight at once");
    check(clock.elapsed() >= sendNotBefore, "rejected credentials were sent again too soon");
  }

  function onCall({ url, token }: PendingRequest): void {
    replays.onSend(url);
    check(
      clock.elapsed() <= (expiries.get(token) ?? Number.NEGATIVE_INFINITY),
      "a call was sent with an expired token",
    );
    // The client forgets rejected tokens when it has another one, and a store that fails can return them after that. A
    // store that hangs can delay a token that was issued before its rejection.
    check(!rejected.has(token) || hasStoreFault, "a call was sent with a rejected token");
  }

  async function start(what: "get token" | "call"): Promise<void> {
    count += 1;
    const caller: Caller = {
      context: createContext(),
      controller: new AbortController(),
      reason: new Error("aborted"),
      isWaiting: true,
    };
    callers.push(caller);
    const { signal } = caller.controller;
    // The query tells the calls apart. They have the same path.
    const url = `/report?${count}`;
    const result = caller.context.run(() =>
      what === "get token" ? client.getAccessToken({ signal }) : client.fetch(url, { signal }),
    );
    result.then(
      () => {
        caller.isWaiting = false;
      },
      (error: unknown) => {
        caller.isWaiting = false;
        check(
          error instanceof MicrobiltError || (error === caller.reason && signal.aborted),
          `a caller was rejected with neither its own reason nor a MicrobiltError: ${error}`,
        );
        check(!String(error).includes(CLIENT_SECRET), "an error contained the secret");
      },
    );
  }

  function respondToTokenRequest(outcome: TokenOutcome, which: number): void {
    const request = take(tokenRequests, which % tokenRequests.length);
    request?.settle(createTokenResponse(outcome, request));
  }

  function createTokenResponse(outcome: TokenOutcome, request: PendingRequest): Response | Error {
    switch (outcome.kind) {
      case "new token":
      case "same token":
        if (outcome.kind === "new token" || lastToken === "") {
          issue(outcome.expiresIn);
        }
        // As far as a client can know, a token that is issued again is valid again.
        if (rejected.delete(lastToken)) {
          replays.onSameToken();
        }
        requestedAt.set(lastToken, request.sentAt);
        // Callers who wait can use a token without a lifetime at any time.
        expiries.set(
          lastToken,
          outcome.expiresIn === 0 ? Number.POSITIVE_INFINITY : request.sentAt + outcome.expiresIn * MS_PER_S,
        );
        rejections = 0;
        return tokenResponse({ access_token: lastToken, expires_in: String(outcome.expiresIn) });
      case "invalid client":
        rejections += 1;
        sendNotBefore = clock.elapsed() + Math.min(60, 2 ** (rejections - 1)) * MS_PER_S;
        return invalidClient();
      case "503":
        return json(503, {});
      case "429":
        return json(429, {}, { "retry-after": "2" });
      case "HTML page":
        return new Response("<html>");
      case "network error":
        return new TypeError("fetch failed");
    }
  }

  /** Issues a new token that is valid from now. */
  function issue(expiresIn: number): string {
    count += 1;
    lastToken = `token-${count}`;
    expiries.set(lastToken, clock.elapsed() + expiresIn * MS_PER_S);
    requestedAt.set(lastToken, clock.elapsed());
    return lastToken;
  }

  async function respondToCall(outcome: CallOutcome, which: number): Promise<void> {
    const call = take(calls, which % calls.length);
    if (!call) {
      return;
    }
    const isValid = !revoked.has(call.token) && clock.elapsed() <= (expiries.get(call.token) ?? 0);
    const responses: Record<CallOutcome, () => Response | Error> = {
      "by token": () => (isValid ? json(200, {}) : fault(401)),
      "401 fault": () => fault(401),
      "500 fault": () => fault(500, errorCodes.newToken[2]),
      "own 401": () => json(401, { message: "not for you" }),
      "own 500": () => json(500, { message: "no" }),
      "network error": () => new TypeError("fetch failed"),
    };
    const response = responses[outcome]();
    const isFailure = response instanceof Response && (response.status === 401 || outcome === "500 fault");
    const cause = outcome === "own 401" ? outcome : isFailure ? "rejection" : undefined;
    const isNew = clock.elapsed() - (requestedAt.get(call.token) ?? 0) < NEW_TOKEN_IN_MS;
    const mustDrop = replays.onResponse(call.url, cause, isNew);
    const mustDelete = mustDrop && !hasStoreFault && !hasInvalidated && store.current()?.accessToken === call.token;
    if (cause) {
      (mustDrop ? rejected : suspected).add(call.token);
    }
    call.settle(response);
    await settled();
    check(!mustDelete || store.current()?.accessToken !== call.token, "a rejected token was left in the store");
  }

  async function execute(command: Command): Promise<void> {
    switch (command.do) {
      case "get token":
      case "call":
        await start(command.do);
        break;
      case "abort": {
        const caller = callers[command.caller % callers.length];
        caller?.controller.abort(caller.reason);
        await settled();
        check(!caller?.isWaiting, "a caller waited after its abort");
        break;
      }
      case "end context": {
        const caller = callers[command.caller % callers.length];
        caller?.context.end();
        if (caller) {
          caller.isWaiting = false;
        }
        hasEndedContext = true;
        break;
      }
      case "respond to token request":
        respondToTokenRequest(command.outcome, command.which);
        break;
      case "respond to call":
        await respondToCall(command.outcome, command.which);
        break;
      case "advance clock":
        await clock.advance(command.ms);
        break;
      case "shift time of day":
        // Processes tell each other the time of day of a token request. If it is set back, nobody knows the token's age.
        if (!hasStore) {
          clock.shiftTimeOfDay(command.ms);
        }
        break;
      case "set store":
        store.mode = command.mode;
        hasStoreFault ||= hasStore && command.mode !== "works";
        break;
      case "share a token from another process":
        if (hasStore && store.mode === "works" && command.expiresIn > 0) {
          await store.share(issue(command.expiresIn), command.expiresIn * MS_PER_S);
        }
        break;
      case "invalidate":
        for (const token of expiries.keys()) {
          invalidated.add(token);
        }
        client.invalidate();
        hasInvalidated = true;
        break;
      case "revoke":
        revoked.add(lastToken);
        break;
    }
    await settled();
  }

  async function respondToAll(): Promise<void> {
    await execute({ do: "respond to token request", outcome: { kind: "new token", expiresIn: 3_599 }, which: 0 });
    await execute({ do: "respond to call", outcome: "by token", which: 0 });
  }

  return {
    execute,
    violations,
    async finish() {
      store.mode = "works";
      for (let round = 0; round < 20 && callers.some(({ isWaiting }) => isWaiting); round++) {
        await respondToAll();
        await execute({ do: "advance clock", ms: tokenRequests.length + calls.length > 0 ? 0 : 61_000 });
      }
      for (let round = 0; round < 20 && tokenRequests.length + calls.length > 0; round++) {
        await respondToAll();
      }
      for (let round = 0; round < 20 && (hasStoreFault || hasEndedContext) && clock.pendingTimers() > 0; round++) {
        await execute({ do: "advance clock", ms: 61_000 });
        await respondToAll();
      }
      check(!callers.some(({ isWaiting }) => isWaiting), "a caller was never served");
      check(clock.pendingTimers() === 0, "a timer was left pending");
    },
  };
}
