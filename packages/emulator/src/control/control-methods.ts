import type { Emulator } from "../emulator.ts";
import { invalidArgument } from "../errors.ts";
import type { AppRegistration } from "../input/app-registration.ts";
import type { Fault } from "../input/fault.ts";
import type { ProductDocumentSource } from "../input/product-definitions.ts";
import type { ProductScript } from "../input/product-script.ts";
import { formatType } from "../input/validation/format-value.ts";
import { assertKnownNames } from "../input/validation/known-names.ts";

/** What the control API controls. */
export type Controlled = Pick<Emulator, "apps" | "tokens" | "clock" | "products" | "faults" | "requests" | "reset">;

/** The JSON object in the body of a request. Each method validates its own arguments. */
type Arguments = Readonly<Record<string, unknown>>;

/** Takes the arguments and returns what the response holds as JSON. */
export type ControlMethod = (args: Arguments) => unknown;

/** The methods of an emulator, by the path at which the control API has them. */
export function controlMethods(emulator: Controlled): Readonly<Record<string, ControlMethod>> {
  const { apps, tokens, clock, products, faults, requests } = emulator;
  const time = () => ({ time: clock.now() });
  return {
    "/reset": method([], () => emulator.reset()),
    "/apps/register": (app) => apps.register(app as AppRegistration),
    "/apps/list": method([], () => apps.list()),
    "/apps/remove": method(["clientId"], ({ clientId }) => ({ removed: apps.remove(string({ clientId })) })),
    "/apps/rotate-secret": method(["clientId", "clientSecret"], ({ clientId, clientSecret }) =>
      apps.rotateSecret(string({ clientId }), clientSecret as string | undefined),
    ),
    "/tokens/find": method(["accessToken"], ({ accessToken }) => tokens.find(string({ accessToken }))),
    "/tokens/issue": method(["clientId", "expiresIn"], ({ clientId, expiresIn }) => ({
      accessToken: tokens.issue(string({ clientId }), expiresIn as number | undefined),
    })),
    "/tokens/revoke": method(["accessToken"], ({ accessToken }) => ({
      revoked: tokens.revoke(string({ accessToken })),
    })),
    "/tokens/revoke-all": method(["clientId"], ({ clientId }) => ({
      revoked: tokens.revokeAll(clientId as string | undefined),
    })),
    "/clock/now": method([], time),
    "/clock/advance": method(["ms"], ({ ms }) => {
      clock.advance(ms as number);
      return time();
    }),
    "/clock/set": method(["time"], (args) => {
      clock.set(args["time"] as number);
      return time();
    }),
    "/clock/reset": method([], () => {
      clock.reset();
      return time();
    }),
    "/products/add": method(["document", "basePath"], ({ document, basePath }) =>
      products.add(document as ProductDocumentSource, basePath === undefined ? {} : { basePath: basePath as string }),
    ),
    "/products/script": ({ path, ...response }) => {
      products.script(path as string, response as ProductScript);
      return { path };
    },
    "/products/list": method([], () => products.list()),
    "/products/remove": method(["path"], ({ path }) => ({ removed: products.remove(string({ path })) })),
    "/products/clear": method([], () => products.clear()),
    "/faults/add": (fault) => ({ id: faults.add(fault as unknown as Fault).id }),
    "/faults/list": method([], () => faults.list()),
    "/faults/remove": method(["id"], ({ id }) => ({ removed: faults.remove(id as number) })),
    "/faults/clear": method([], () => faults.clear()),
    "/requests/list": method([], () => requests.list()),
    "/requests/clear": method([], () => requests.clear()),
  };
}

/** A method that rejects arguments other than these. */
function method(names: readonly string[], call: ControlMethod): ControlMethod {
  return (args) => {
    assertKnownNames(args, names, "argument");
    return call(args);
  };
}

/** Returns the value of the only member, which must be a string. */
function string(argument: Arguments): string {
  const [[name, value] = []] = Object.entries(argument);
  if (typeof value !== "string") {
    throw invalidArgument(`${name} must be a string; got ${formatType(value)}`);
  }
  return value;
}
