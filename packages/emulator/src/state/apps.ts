import { EmulatorError } from "../errors.ts";
import { type AppRegistration, assertRegistration, assertText, type Quota } from "../input/app-registration.ts";
import { formatValue } from "../input/validation/format-value.ts";
import { equalInConstantTime } from "./constant-time.ts";
import { createOpaque } from "./random-string.ts";

const GENERATED_LENGTH = 32;
const GENERATED_SECRET_LENGTH = 40;

/** A registered application, without its secret. */
export interface App {
  readonly clientId: string;
  readonly products?: readonly string[];
  readonly quota?: Quota;
}

/** The credentials of a registered application. */
export interface Credentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** The applications that are registered. */
export interface Apps {
  /**
   * Registers an application; one of the same id is replaced, and its tokens are refused from then on.
   *
   * @throws {EmulatorError} `invalid_argument`
   */
  register(app?: AppRegistration): Credentials;
  list(): readonly App[];
  /** Its tokens are refused from then on. Says whether there was one. */
  remove(clientId: string): boolean;
  /**
   * Gives it another secret: this one, or one that is generated. Its tokens stay good.
   *
   * @throws {EmulatorError} `invalid_argument` when there is no such application
   */
  rotateSecret(clientId: string, clientSecret?: string): Credentials;
}

/** What only the emulator itself asks. */
export interface AppRegistry extends Apps {
  get(clientId: string): App | undefined;
  /** Finds every registered secret in a text; undefined when there is none. */
  secrets(): RegExp | undefined;
  /** The application, if the secret is its own. Takes as long for an unknown id as for a wrong secret. */
  authenticate(clientId: string, clientSecret: string): App | undefined;
}

interface Registered {
  readonly app: App;
  readonly clientSecret: string;
}

export function createApps(): AppRegistry {
  const registered = new Map<string, Registered>();
  /** Compared with when there is no such application. */
  let decoy: string | undefined;
  let secrets: RegExp | undefined;

  return {
    register(input = {}) {
      assertRegistration(input);
      const { clientId = createOpaque(GENERATED_LENGTH), clientSecret = createOpaque(GENERATED_SECRET_LENGTH) } = input;
      const { products, quota } = input;
      const app: App = {
        clientId,
        ...(products && { products: Object.freeze([...products]) }),
        ...(quota && { quota: Object.freeze({ ...quota }) }),
      };
      registered.set(clientId, { app: Object.freeze(app), clientSecret });
      secrets = undefined;
      return { clientId, clientSecret };
    },
    list: () => [...registered.values()].map(({ app }) => app),
    remove(clientId) {
      secrets = undefined;
      return registered.delete(clientId);
    },
    rotateSecret(clientId, clientSecret = createOpaque(GENERATED_SECRET_LENGTH)) {
      const known = registered.get(clientId);
      if (!known) {
        throw new EmulatorError("invalid_argument", `There is no application ${formatValue(clientId)}.`);
      }
      assertText("clientSecret", clientSecret);
      registered.set(clientId, { ...known, clientSecret });
      secrets = undefined;
      return { clientId, clientSecret };
    },
    secrets() {
      secrets ??= patternOf([...registered.values()].map(({ clientSecret }) => clientSecret));
      return secrets;
    },
    get: (clientId) => registered.get(clientId)?.app,
    authenticate(clientId, clientSecret) {
      const known = registered.get(clientId);
      decoy ??= createOpaque(GENERATED_SECRET_LENGTH);
      const isEqual = equalInConstantTime(clientSecret, known?.clientSecret ?? decoy);
      return isEqual ? known?.app : undefined;
    },
  };
}

/** The longest first: one may begin with another. */
function patternOf(texts: readonly string[]): RegExp | undefined {
  const escaped = [...texts]
    .sort((a, b) => b.length - a.length)
    .map((text) => text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
  return escaped.length > 0 ? new RegExp(escaped.join("|"), "g") : undefined;
}
