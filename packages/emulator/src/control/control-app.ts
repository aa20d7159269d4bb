import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { EmulatorError } from "../errors.ts";
import { isLoopback } from "../input/loopback.ts";
import { isPlainObject } from "../input/validation/plain-object.ts";
import { type Controlled, controlMethods } from "./control-methods.ts";

const MAX_BODY_IN_BYTES = 1_000_000;

/** Serves the methods of an emulator: `POST /apps/register` with the arguments as a JSON object. */
export function createControlApp(emulator: Controlled): Hono {
  const methods = controlMethods(emulator);
  const app = new Hono();
  app.use(async (c, next) => {
    // A page in a browser can reach loopback under a host name of its own (DNS rebinding).
    if (!isLoopback(c.req.header("host") ?? new URL(c.req.url).host)) {
      return errorResponse(403, "The control API accepts requests from this machine only.");
    }
    return next();
  });
  app.use(
    bodyLimit({
      maxSize: MAX_BODY_IN_BYTES,
      onError: () => errorResponse(413, `The body is larger than ${MAX_BODY_IN_BYTES} bytes.`),
    }),
  );
  app.get("/", (c) => c.json({ methods: Object.keys(methods) }));
  for (const [path, method] of Object.entries(methods)) {
    app.post(path, async (c) => {
      // A page of another origin cannot send JSON without a preflight request, which is refused.
      if (!/^application\/json\s*(?:;|$)/i.test(c.req.header("content-type") ?? "")) {
        return errorResponse(415, "The Content-Type must be application/json.");
      }
      const body: unknown = await c.req.json().catch(() => undefined);
      if (!isPlainObject(body)) {
        return errorResponse(400, "The body must be a JSON object; send {} for a method without arguments.");
      }
      return c.json((method(body) as object) ?? null);
    });
  }
  app.all("*", (c) =>
    errorResponse(
      404,
      `Unknown method ${c.req.method} ${c.req.path}. Methods: POST ${Object.keys(methods).join(", ")}`,
    ),
  );
  app.onError((error) =>
    error instanceof EmulatorError
      ? errorResponse(400, error.message)
      : errorResponse(500, "Internal error in the emulator."),
  );
  return app;
}

function errorResponse(status: number, message: string): Response {
  return Response.json({ error: message }, { status });
}
