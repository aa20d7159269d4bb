import { errorCodes, tokenEndpoint } from "@microbilt-oauth/spec/contract";
import { createClient, MicrobiltError } from "../../src/index.ts";
import { fault, grantWith, json, refusedClient } from "../support/scripted-server.ts";
import type { CallAnswer, Command, TokenAnswer } from "./commands.ts";

const MS_PER_S = 1_000;
const CLIENT_SECRET = "the-secret";

interface TokenRequest {
  readonly sentAt: number;
  readonly settle: (answer: Response | Error) => void;
}

interface Call {
  readonly token: string;
  readonly settle: (answer: Response | Error) => void;
}

interface Caller {
  readonly controller: AbortController;
  readonly reason: Error;
  readonly address: string;
  isWaiting: boolean;
}

/** A client, a scripted server and an owned clock. */
export interface World {
  obey(command: Command): Promise<void>;
  /** Lets the server answer everything well and time pass, until nobody waits. */
  end(): Promise<void>;
  /** The invariants that were broken. */
  readonly broken: readonly string[];
}

export function createWorld(): World {
  const tokenRequests: TokenRequest[] = [];
  const calls: Call[] = [];
  const callers: Caller[] = [];
  const timers = new Set<{ readonly at: number; readonly callback: () => void }>();
  /** When each token ends, by the clock that never goes back. */
  const endOf = new Map<string, number>();
  const revoked = new Set<string>();
  /** Refused, and not handed out again since. */
  const refused = new Set<string>();
  const sends = new Map<string, number>();
  const broken: string[] = [];
  let elapsed = 1_000;
  let timeOfDay = 1_800_000_000_000;
  let lastToken = "";
  let count = 0;
  let refusals = 0;
  let askNotBefore = 0;

  const client = createClient({
    baseUrl: "https://api.example",
    clientId: "an-id",
    clientSecret: CLIENT_SECRET,
    fetch,
    random: () => 1,
    clock: {
      now: () => timeOfDay,
      elapsed: () => elapsed,
      setTimeout(callback, delay) {
        const timer = { at: elapsed + delay, callback };
        timers.add(timer);
        return () => timers.delete(timer);
      },
    },
  });

  function invariant(holds: boolean, otherwise: string): void {
    if (!holds) {
      broken.push(otherwise);
    }
  }

  function fetch(input: string | URL | Request, init: RequestInit = {}): Promise<Response> {
    return new Promise((resolve, reject) => {
      const settle = (answer: Response | Error) => (answer instanceof Error ? reject(answer) : resolve(answer));
      const isTokenRequest = String(input).endsWith(tokenEndpoint.path);
      const pending = isTokenRequest ? tokenRequestSent(settle) : callSent(String(input), init, settle);
      init.signal?.addEventListener("abort", () => {
        remove<object>(isTokenRequest ? tokenRequests : calls, pending);
        reject(init.signal?.reason);
      });
    });
  }

  function tokenRequestSent(settle: TokenRequest["settle"]): TokenRequest {
    const request = { sentAt: elapsed, settle };
    tokenRequests.push(request);
    invariant(tokenRequests.length === 1, "two token requests were in flight at once");
    invariant(elapsed >= askNotBefore, "refused credentials were asked with again too soon");
    return request;
  }

  function callSent(address: string, { headers }: RequestInit, settle: Call["settle"]): Call {
    const token = new Headers(headers).get("authorization")?.replace("Bearer ", "") ?? "";
    const sent = (sends.get(address) ?? 0) + 1;
    sends.set(address, sent);
    invariant(sent <= 2, "a call was sent more than twice");
    // A token without a life is good for those who waited for it.
    const end = endOf.get(token) ?? Number.NEGATIVE_INFINITY;
    invariant(elapsed <= end, "a call left with a token known to be expired");
    invariant(!refused.has(token), "a call left with a token known to be refused");
    const call = { token, settle };
    calls.push(call);
    return call;
  }

  async function begin(asks: "ask" | "call"): Promise<void> {
    count += 1;
    const caller: Caller = {
      controller: new AbortController(),
      reason: new Error("gone"),
      address: `/${count}`,
      isWaiting: true,
    };
    callers.push(caller);
    const { signal } = caller.controller;
    const served = asks === "ask" ? client.getAccessToken({ signal }) : client.fetch(caller.address, { signal });
    served.then(
      () => {
        caller.isWaiting = false;
      },
      (error: unknown) => {
        caller.isWaiting = false;
        invariant(
          error instanceof MicrobiltError || (error === caller.reason && signal.aborted),
          `a caller failed with what is neither its own reason nor a MicrobiltError: ${error}`,
        );
        invariant(!String(error).includes(CLIENT_SECRET), "an error held the secret");
      },
    );
  }

  function answerTokenRequest(answer: TokenAnswer, which: number): void {
    const request = tokenRequests[which % tokenRequests.length];
    if (!request) {
      return;
    }
    remove(tokenRequests, request);
    request.settle(tokenAnswer(answer, request));
  }

  function tokenAnswer(answer: TokenAnswer, request: TokenRequest): Response | Error {
    switch (answer.kind) {
      case "grant":
      case "the same token": {
        if (answer.kind === "grant" || lastToken === "") {
          count += 1;
          lastToken = `token-${count}`;
        }
        // The same token handed out again is as good as new, as far as a client can know.
        refused.delete(lastToken);
        endOf.set(lastToken, request.sentAt + answer.lifetime * MS_PER_S);
        if (answer.lifetime === 0) {
          endOf.set(lastToken, Number.POSITIVE_INFINITY);
        }
        refusals = 0;
        return grantWith({ access_token: lastToken, expires_in: String(answer.lifetime) });
      }
      case "refusal":
        refusals += 1;
        askNotBefore = elapsed + Math.min(60, 2 ** (refusals - 1)) * MS_PER_S;
        return refusedClient();
      case "failure":
        return json(503, {});
      case "too many":
        return json(429, {}, { "retry-after": "2" });
      case "a page":
        return new Response("<html>");
      case "network error":
        return new TypeError("fetch failed");
    }
  }

  async function answerCall(answer: CallAnswer, which: number): Promise<void> {
    const call = calls[which % calls.length];
    if (!call) {
      return;
    }
    remove(calls, call);
    const isGood = !revoked.has(call.token) && elapsed <= (endOf.get(call.token) ?? 0);
    const answers: Record<CallAnswer, () => Response | Error> = {
      "by the token": () => (isGood ? json(200, {}) : fault(401)),
      "401 fault": () => fault(401),
      "500 fault": () => fault(500, errorCodes.newToken[2]),
      "its own 500": () => json(500, { message: "no" }),
      "network error": () => new TypeError("fetch failed"),
    };
    const given = answers[answer]();
    call.settle(given);
    await settled();
    if (given instanceof Response && (given.status === 401 || answer === "500 fault")) {
      refused.add(call.token);
    }
  }

  async function pass(ms: number): Promise<void> {
    const end = elapsed + ms;
    for (let next = earliest(end); next; next = earliest(end)) {
      timers.delete(next);
      timeOfDay += next.at - elapsed;
      elapsed = next.at;
      next.callback();
      await settled();
    }
    timeOfDay += end - elapsed;
    elapsed = end;
  }

  function earliest(end: number) {
    return [...timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
  }

  async function obey(command: Command): Promise<void> {
    switch (command.do) {
      case "ask":
      case "call":
        await begin(command.do);
        break;
      case "abort": {
        const caller = callers[command.caller % callers.length];
        caller?.controller.abort(caller.reason);
        await settled();
        invariant(!caller?.isWaiting, "a caller that aborted went on waiting");
        break;
      }
      case "answer token request":
        answerTokenRequest(command.answer, command.which);
        break;
      case "answer call":
        await answerCall(command.answer, command.which);
        break;
      case "pass":
        await pass(command.ms);
        break;
      case "set the time of day":
        timeOfDay += command.ms;
        break;
      case "invalidate":
        client.invalidate();
        break;
      case "revoke":
        revoked.add(lastToken);
        break;
    }
    await settled();
  }

  return {
    obey,
    broken,
    async end() {
      for (let round = 0; round < 20 && callers.some(({ isWaiting }) => isWaiting); round++) {
        await obey({ do: "answer token request", answer: { kind: "grant", lifetime: 3_599 }, which: 0 });
        await obey({ do: "answer call", answer: "by the token", which: 0 });
        await obey({ do: "pass", ms: tokenRequests.length + calls.length > 0 ? 0 : 61_000 });
      }
      while (tokenRequests.length + calls.length > 0) {
        await obey({ do: "answer token request", answer: { kind: "grant", lifetime: 3_599 }, which: 0 });
        await obey({ do: "answer call", answer: "by the token", which: 0 });
      }
      invariant(!callers.some(({ isWaiting }) => isWaiting), "somebody was left waiting");
      invariant(timers.size === 0, "a timer was left behind");
    },
  };
}

function remove<T>(list: T[], item: T): void {
  const index = list.indexOf(item);
  if (index >= 0) {
    list.splice(index, 1);
  }
}

/** Lets everything go on that waits for no timer and no answer. */
async function settled(): Promise<void> {
  await new Promise(setImmediate);
  await new Promise(setImmediate);
}
