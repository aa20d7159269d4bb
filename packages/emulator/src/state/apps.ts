import { invalidArgument } from "../errors.ts";
import {
  type AppRegistration,
  assertAppRegistration,
  assertCredential,
  type Quota,
} from "../input/app-registration.ts";
import { encodeBasic } from "../input/basic-credentials.ts";
import { formatValue } from "../input/validation/format-value.ts";
import { type KnownSecrets, knownSecrets } from "./known-secrets.ts";
import { randomString } from "./random-string.ts";

const CLIENT_ID_LENGTH = 32;
const CLIENT_SECRET_LENGTH = 40;

/** A registered application, without its secret. */
export interface App {
  /** Identifies the application. */
  readonly clientId: string;
  /** The paths that the application can call. Undefined if it can call every path. */
  readonly products?: readonly string[];
  /** How many calls the application can make. Undefined if there is no limit. */
  readonly quota?: Quota;
}

/** The credentials of an application. */
export interface Credentials {
  /** Identifies the application. */
  readonly clientId: string;
  /** Authenticates the application. */
  readonly clientSecret: string;
}

/** The registered applications. */
export interface Apps {
  /**
   * Registers an application and returns its credentials. It replaces an application with the same id, whose tokens
   * become invalid.
   *
   * @throws {EmulatorError} `invalid_argument`
   */
  register(app?: AppRegistration): Credentials;
  /** Lists the registered applications. */
  list(): readonly App[];
  /** Removes an application, whose tokens become invalid. Returns whether it was registered. */
  remove(clientId: string): boolean;
  /**
   * Changes the secret of an application. Its tokens stay valid.
   *
   * @param clientSecret the new secret; a random one by default
   * @throws {EmulatorError} `invalid_argument` if the application is not registered
   */
  rotateSecret(clientId: string, clientSecret?: string): Credentials;
}

/** The registered applications, with members for the emulator's own use. */
export interface AppRegistry {
  /** The value of `emulator.apps`. */
  readonly exposed: Apps;
  /** Returns the application, or undefined if it is not registered. */
  get(clientId: string): App | undefined;
  /** Returns the application if the secret is its own. */
  authenticate(clientId: string, clientSecret: string): App | undefined;
  /** Returns every registered secret, as it is and as JSON and HTTP Basic encode it. */
  secrets(): KnownSecrets;
  /** Restores the initial applications, with their credentials. */
  reset(): void;
}

interface RegisteredApp {
  readonly app: App;
  readonly clientSecret: string;
}

/** @throws {EmulatorError} `invalid_argument` if an application cannot be registered */
export function createApps(initial: readonly AppRegistration[]): AppRegistry {
  const registered = new Map<string, RegisteredApp>();
  let secrets: KnownSecrets | undefined;
  // A reset restores generated credentials, too.
  const initialApps = initial.map((registration) => {
    const credentials = register(registration);
    return { ...registered.get(credentials.clientId)?.app, ...credentials };
  });

  return {
    exposed: {
      register: (app = {}) => register(app),
      list: () => [...registered.values()].map(({ app }) => app),
      remove(clientId) {
        secrets = undefined;
        return registered.delete(clientId);
      },
      rotateSecret(clientId, clientSecret = randomString(CLIENT_SECRET_LENGTH)) {
        const known = registered.get(clientId);
        if (!known) {
          throw notRegistered(clientId);
        }
        assertCredential("clientSecret", clientSecret);
        registered.set(clientId, { ...known, clientSecret });
        secrets = undefined;
        return { clientId, clientSecret };
      },
    },
    get: (clientId) => registered.get(clientId)?.app,
    authenticate(clientId, clientSecret) {
      const known = registered.get(clientId);
      return known && known.clientSecret === clientSecret ? known.app : undefined;
    },
    secrets() {
      secrets ??= knownSecrets(
        [...registered.values()].flatMap(({ app: { clientId }, clientSecret }) => [
          clientSecret,
          // As a string in JSON has it, and as HTTP Basic has it, with or without the padding.
          JSON.stringify(clientSecret).slice(1, -1),
          encodeBasic({ clientId, clientSecret }),
          encodeBasic({ clientId, clientSecret }).replace(/=+$/, ""),
        ]),
      );
      return secrets;
    },
    reset() {
      registered.clear();
      secrets = undefined;
      initialApps.forEach(register);
    },
  };

  function register(registration: AppRegistration): Credentials {
    assertAppRegistration(registration);
    const generated = generateCredentials();
    const { clientId = generated.clientId, clientSecret = generated.clientSecret, products, quota } = registration;
    const app: App = {
      clientId,
      ...(products && { products: Object.freeze([...products]) }),
      ...(quota && { quota: Object.freeze({ ...quota }) }),
    };
    registered.set(clientId, { app: Object.freeze(app), clientSecret });
    secrets = undefined;
    return { clientId, clientSecret };
  }
}

/** Generates the credentials of an application. */
export function generateCredentials(): Credentials {
  return { clientId: randomString(CLIENT_ID_LENGTH), clientSecret: randomString(CLIENT_SECRET_LENGTH) };
}

/** The error for a client ID that is not registered. */
export function notRegistered(clientId: unknown): Error {
  return invalidArgument(`clientId must be the id of a registered application; got ${formatValue(clientId)}`);
}
