import { waitUntil } from "cloudflare:workers";
import { createClient, MicrobiltError } from "@microbilt-oauth/client";
import { settings } from "./settings.mjs";

const { handsOver, ...options } = settings;

/** Moves the client's clock, so that a token ends when a test wants it to. */
let skipped = 0;

// As most workers have it: one client, shared by all requests of the isolate.
const microbilt = createClient({
  ...options,
  ...(handsOver && { waitUntil }),
  clientId: "my-application",
  clientSecret: "a-secret-of-the-worker",
  clock: { now: () => Date.now() + skipped, elapsed: () => performance.now() + skipped },
});

const handlers = {
  "/call": () => outcomeOf(call()),
  /** Stops waiting after a while, without telling the client. */
  "/race": ({ ms }) => outcomeOf(Promise.race([call(), sleep(ms).then(() => ({ gaveUp: true }))])),
  "/abort": ({ ms }) => outcomeOf(call({ signal: AbortSignal.timeout(Number(ms)) })),
  "/unawaited": () => {
    call().catch(() => {});
    return { started: true };
  },
  "/invalidate": () => {
    microbilt.invalidate();
    return { invalidated: true };
  },
  "/invalidate-and-call": () => {
    microbilt.invalidate();
    return outcomeOf(call());
  },
  "/skip": ({ ms }) => {
    skipped += Number(ms);
    return { skipped };
  },
};

export default {
  async fetch(request) {
    const { pathname, searchParams } = new URL(request.url);
    return Response.json(await handlers[pathname](Object.fromEntries(searchParams)));
  },
};

async function call(init) {
  const response = await microbilt.fetch("/Product", init);
  await response.arrayBuffer();
  return { status: response.status };
}

async function outcomeOf(promise) {
  try {
    return await promise;
  } catch (error) {
    const { name, code, message } = error;
    return { error: { name, code, message, isMicrobiltError: error instanceof MicrobiltError } };
  }
}

function sleep(ms) {
  return new Promise((resolve) => setTimeout(resolve, Number(ms)));
}
