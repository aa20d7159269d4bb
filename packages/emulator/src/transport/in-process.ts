import { drops, half, type Spoil } from "./disruption.ts";
import type { Bindings, Handler } from "./handler.ts";
import { wait } from "./wait.ts";

/** Delivers answers without a socket, as `fetch` would: what breaks on the way rejects, or breaks off the body. */
export function createFetch(handle: Handler): typeof fetch {
  return async (input, init) => {
    const request = new Request(input as Request, init);
    request.signal.throwIfAborted();
    const bindings: Bindings = {};
    const response = await Promise.race([handle(request, bindings), aborted(request.signal)]);
    return bindings.spoil ? spoiled(response, bindings.spoil, request.signal) : response;
  };
}

async function spoiled(response: Response, spoil: Spoil, signal: AbortSignal): Promise<Response> {
  const isReset = spoil.kind === "unanswered" || (spoil.kind === "cut" && spoil.how === "reset");
  if (spoil.kind === "unanswered" || (response.body === null && isReset)) {
    throw broken();
  }
  if (response.body === null) {
    return response;
  }
  const pieces = arriving(new Uint8Array(await response.arrayBuffer()), spoil, signal);
  // Only when it is read: an error drops whatever waits to be.
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
    { highWaterMark: 0 },
  );
  return new Response(stream, response);
}

async function* arriving(
  body: Uint8Array<ArrayBuffer>,
  spoil: Exclude<Spoil, { kind: "unanswered" }>,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void, void> {
  if (spoil.kind === "cut") {
    yield half(body);
    throw broken();
  }
  const { pieces, pause } = drops(body, spoil.ms);
  for (const piece of pieces) {
    await wait(pause, signal);
    yield piece;
  }
}

/** What `fetch` rejects with when a connection breaks. */
function broken(): TypeError {
  const cause = Object.assign(new Error("The emulator broke the connection."), { code: "ECONNRESET" });
  return new TypeError("fetch failed", { cause });
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}
