import { isMicrobiltError, type MicrobiltClient } from "@microbilt-oauth/client";
import { Hono } from "hono";

/** Longer than a product takes, shorter than our own callers wait. */
const TIMEOUT_IN_MS = 10_000;

/** Creates the service. Every route shares the client, and with it the access token. */
export function createService(microbilt: MicrobiltClient): Hono {
  const service = new Hono();

  service.post("/scores", async (context) => {
    const { ssn } = await context.req.json<{ ssn: string }>();
    const response = await microbilt.fetch("/iPredict/GetReport", {
      method: "POST",
      body: JSON.stringify({ SSN: ssn }),
      signal: AbortSignal.timeout(TIMEOUT_IN_MS),
    });
    if (!response.ok) {
      return context.json({ error: `The product responded ${response.status}.` }, 502);
    }
    const { score } = (await response.json()) as { score: number };
    return context.json({ score });
  });

  service.onError((error, context) => {
    // The message is for the log; callers need only the code.
    console.error(error);
    return context.json({ error: isMicrobiltError(error) ? error.code : "internal_error" }, 503);
  });

  return service;
}
