import {
  type ClientOptions,
  createClient,
  type MicrobiltClient,
  type StoredToken,
  type TokenStore,
} from "../../src/index.ts";
import { background, CLIENT_ID, CLIENT_SECRET, type Setup } from "./setup.ts";

/** A token store in memory that shows what it holds. */
export interface MapStore extends TokenStore {
  /** What was deleted, in order. */
  readonly deleted: { readonly key: string | undefined; readonly accessToken: string | undefined }[];
  /** The keys that were looked up, in order. */
  readonly requested: string[];
  /** What is stored, by key. */
  readonly entries: Map<string, { readonly value: StoredToken; readonly ttl: number }>;
}

export function createMapStore(): MapStore {
  const entries: MapStore["entries"] = new Map();
  const deleted: MapStore["deleted"] = [];
  const requested: string[] = [];
  return {
    entries,
    deleted,
    requested,
    get: async (key) => {
      requested.push(key);
      return entries.get(key)?.value;
    },
    set: async (key, value, ttl) => entries.set(key, { value, ttl }),
    delete: async (key) => {
      deleted.push({ key, accessToken: entries.get(key)?.value.accessToken });
      return entries.delete(key);
    },
  };
}

/** Creates another client of the same application, as another process would. */
export function createSibling(
  { server, clock }: Setup,
  store: TokenStore,
  options: Partial<ClientOptions> = {},
): MicrobiltClient {
  return createClient({
    baseUrl: "https://api.example",
    clientId: CLIENT_ID,
    clientSecret: CLIENT_SECRET,
    fetch: server.fetch,
    clock,
    store,
    ...background,
    ...options,
  } as ClientOptions);
}
