import { delay } from "./delay.ts";
import { type Disruption, firstHalf, slowPieces } from "./disruption.ts";
import type { Bindings, Handler } from "./handler.ts";

/**
 * Creates a `fetch` that calls a handler directly, without a socket.
 *
 * A disruption looks as it would to a caller of the real `fetch`: the promise rejects, or reading the body fails.
 */
export function createFetch(handle: Handler): typeof fetch {
  return async (input, init) => {
    const request = new Request(input as Request, init);
    request.signal.throwIfAborted();
    const bindings: Bindings = {};
    const response = await Promise.race([handle(request, bindings), rejectWhenAborted(request.signal)]);
    return bindings.disruption ? disrupt(response, bindings.disruption, request.signal) : response;
  };
}

async function disrupt(response: Response, disruption: Disruption, signal: AbortSignal): Promise<Response> {
  const isReset = disruption.kind === "no-response" || (disruption.kind === "cut-off" && disruption.ending === "reset");
  if (disruption.kind === "no-response" || (response.body === null && isReset)) {
    throw connectionError();
  }
  if (response.body === null) {
    return response;
  }
  const pieces = disruptedPieces(new Uint8Array(await response.arrayBuffer()), disruption, signal);
  const stream = new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      async pull(controller) {
        const { done, value } = await pieces.next();
        done ? controller.close() : controller.enqueue(value);
      },
      async cancel() {
        await pieces.return();
      },
    },
    // Without a queue, because an error discards what is queued.
    { highWaterMark: 0 },
  );
  return new Response(stream, response);
}

async function* disruptedPieces(
  body: Uint8Array<ArrayBuffer>,
  disruption: Exclude<Disruption, { kind: "no-response" }>,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void, void> {
  if (disruption.kind === "cut-off") {
    yield firstHalf(body);
    throw connectionError();
  }
  const { pieces, pause } = slowPieces(body, disruption.ms);
  for (const piece of pieces) {
    await delay(pause, signal);
    yield piece;
  }
}

/** The error with which `fetch` rejects when a connection breaks. */
function connectionError(): TypeError {
  const cause = Object.assign(new Error("The emulator reset the connection."), { code: "ECONNRESET" });
  return new TypeError("fetch failed", { cause });
}

function rejectWhenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}
