import type { IncomingMessage, ServerResponse } from "node:http";
import type { Admission } from "./admission/admission.ts";
import { HEALTH_PATH, type Health } from "./endpoints/health.ts";
import { standInToken } from "./endpoints/stand-in-token.ts";
import { sendError } from "./error-response.ts";
import { type ForwardSettings, forward } from "./exchange/forward.ts";
import { dropRest } from "./exchange/linger.ts";
import type { LoggedRequest } from "./log-line.ts";
import { ProxyError } from "./proxy-error.ts";
import { sendJson } from "./send-json.ts";

/** What the proxy needs to respond to requests. */
export interface HandlerSettings extends ForwardSettings {
  /** Decides who may use the proxy. */
  readonly admission: Admission;
  /** Recognizes the path of a token endpoint. */
  readonly isTokenPath: (path: string) => boolean;
  /** Returns what the proxy tells about itself. */
  readonly readHealth: () => Health;
  /** Receives each request. */
  readonly onRequest: (request: LoggedRequest) => void;
  /** Returns the time, in ms since 1970. */
  readonly now: () => number;
}

/** Responds to a request. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** Creates the function that responds to every request, and logs it. */
export function createHandler(settings: HandlerSettings): Handler {
  const { admission, now, onRequest } = settings;

  /** Returns a note for the log. */
  async function respond(request: IncomingMessage, response: ServerResponse): Promise<string | undefined> {
    admission.admit(request);
    const target = readTarget(request.url);
    const path = withoutQuery(target);
    if (path === HEALTH_PATH) {
      // Without the key, because the programs that watch containers cannot send one.
      sendJson(response, 200, settings.readHealth());
      return undefined;
    }
    admission.requireKey(request);
    if (settings.isTokenPath(path)) {
      return respondToTokenRequest(request, response);
    }
    if (/^100-continue$/i.test(request.headers.expect ?? "")) {
      response.writeContinue();
    }
    return forward(request, response, target, settings);
  }

  function respondToTokenRequest({ method }: IncomingMessage, response: ServerResponse): string {
    if (method !== "POST" && method !== "GET") {
      throw new ProxyError("method_not_allowed", 405, "A token request must be a POST.");
    }
    sendJson(response, 200, standInToken(now()));
    return "stand-in token: calls get the token of the proxy";
  }

  return (request, response) => {
    const start = performance.now();
    const finish = (note: string | undefined) => {
      if (response.writableFinished) {
        dropRest(request);
      }
      onRequest({
        time: now(),
        method: request.method ?? "",
        path: withoutQuery(withoutAuthority(request.url ?? "")),
        status: response.headersSent ? response.statusCode : undefined,
        duration: performance.now() - start,
        note,
      });
    };
    // Broken connections are noticed where they matter.
    request.on("error", () => {});
    response.on("error", () => {});
    respond(request, response)
      .catch((error: unknown) => {
        if (response.destroyed || response.headersSent) {
          response.destroy();
          return "the caller disconnected";
        }
        return sendError(response, error);
      })
      .then(finish);
  };
}

/**
 * Returns the path and the query of a request, whose target can be a whole URL (RFC 9112, section 3.2.2). A path that could be
 * read as another one is refused, so that what is checked here is also what is sent.
 */
function readTarget(url = ""): string {
  const target = withoutAuthority(url);
  if (!target.startsWith("/")) {
    throw new ProxyError("invalid_argument", 400, "The target of the request must be a path.");
  }
  const path = withoutQuery(target);
  if (path.startsWith("//") || path.includes("\\") || /\/(?:\.|%2e){1,2}(?:\/|$)/i.test(path)) {
    throw new ProxyError(
      "invalid_argument",
      400,
      "The path must not begin with two slashes, and must not have a backslash, or a segment that is . or ..",
    );
  }
  return target;
}

/** A user and a password are part of the authority. */
function withoutAuthority(url: string): string {
  return url.replace(/^https?:\/\/[^/?#]*/i, "");
}

function withoutQuery(target: string): string {
  return target.replace(/[?#].*$/s, "");
}
