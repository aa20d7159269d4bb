import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { Emulator } from "../emulator.ts";
import { EmulatorError } from "../errors.ts";
import type { Fault } from "../input/fault.ts";
import type { ProductAnswer } from "../input/product-script.ts";

type Controlled = Pick<Emulator, "apps" | "tokens" | "clock" | "products" | "faults" | "requests">;

/** What a request brings; each method checks its own. */
type Body = Readonly<Record<string, unknown>>;

const LARGEST_BODY_IN_BYTES = 1_000_000;

/** A page in a browser can reach loopback by a name of its own; such a name does not get through. */
const LOOPBACK = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/;

/** The methods of the emulator, each under its own name: `POST /apps/register` with a JSON object. */
export function createControlApp(emulator: Controlled): Hono {
  const methods = methodsOf(emulator);
  const app = new Hono();
  app.use(async (c, next) => {
    if (!LOOPBACK.test(c.req.header("host") ?? new URL(c.req.url).host)) {
      return problem(403, "Control is for this machine only.");
    }
    return next();
  });
  app.use(bodyLimit({ maxSize: LARGEST_BODY_IN_BYTES, onError: () => problem(413, "The body is too large.") }));
  app.get("/", (c) => c.json({ methods: Object.keys(methods) }));
  for (const [path, method] of Object.entries(methods)) {
    app.post(path, async (c) => {
      // No page of another origin can send this without asking first.
      if (!/^application\/json\s*(?:;|$)/i.test(c.req.header("content-type") ?? "")) {
        return problem(415, "The Content-Type has to be application/json.");
      }
      const body = await c.req.json().catch(() => undefined);
      if (typeof body !== "object" || body === null || Array.isArray(body)) {
        return problem(400, "The body has to be a JSON object; {} if there is nothing to say.");
      }
      return c.json((method(body) as object) ?? null);
    });
  }
  app.all("*", () => problem(404, `There is POST ${Object.keys(methods).join(", ")}.`));
  app.onError((error) =>
    error instanceof EmulatorError ? problem(400, error.message) : problem(500, "The emulator itself failed."),
  );
  return app;
}

function methodsOf(emulator: Controlled): Readonly<Record<string, (body: Body) => unknown>> {
  const { apps, tokens, clock, products, faults, requests } = emulator;
  return {
    "/apps/register": (body) => apps.register(body),
    "/apps/list": () => apps.list(),
    "/apps/remove": (body) => ({ removed: apps.remove(text(body, "clientId")) }),
    "/apps/rotate-secret": (body) =>
      apps.rotateSecret(text(body, "clientId"), body["clientSecret"] as string | undefined),
    "/tokens/find": (body) => tokens.find(text(body, "accessToken")),
    "/tokens/issue": (body) => ({
      accessToken: tokens.issue(text(body, "clientId"), body["lifetime"] as number | undefined),
    }),
    "/tokens/revoke": (body) => ({ revoked: tokens.revoke(text(body, "accessToken")) }),
    "/tokens/revoke-all": (body) => ({ revoked: tokens.revokeAll(body["clientId"] as string | undefined) }),
    "/clock/now": () => ({ time: clock.now() }),
    "/clock/advance": (body) => {
      clock.advance(body["ms"] as number);
      return { time: clock.now() };
    },
    "/clock/set": (body) => {
      clock.set(body["time"] as number);
      return { time: clock.now() };
    },
    "/clock/reset": () => {
      clock.reset();
      return { time: clock.now() };
    },
    "/products/script": ({ path, ...answer }) => {
      products.script(path as string, answer as ProductAnswer);
      return { path };
    },
    "/products/list": () => products.list(),
    "/products/remove": (body) => ({ removed: products.remove(text(body, "path")) }),
    "/products/clear": () => products.clear(),
    "/faults/add": (body) => ({ id: faults.add(body as Fault).id }),
    "/faults/list": () => faults.list(),
    "/faults/remove": (body) => ({ removed: faults.remove(body["id"] as number) }),
    "/faults/clear": () => faults.clear(),
    "/requests/list": () => requests.list(),
    "/requests/clear": () => requests.clear(),
  };
}

function text(body: Body, name: string): string {
  const value = body[name];
  if (typeof value !== "string") {
    throw new EmulatorError("invalid_argument", `The body has to have ${name}, a text.`);
  }
  return value;
}

function problem(status: number, message: string): Response {
  return Response.json({ error: message }, { status });
}
