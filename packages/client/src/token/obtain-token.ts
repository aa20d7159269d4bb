import { tell } from "../events.ts";
import type { Settings } from "../options.ts";
import { openSharedToken, storeKey } from "../store/shared-token.ts";
import type { TokenStore } from "../store/token-store.ts";
import { type AccessToken, fromStored, timeLeft, toStored } from "./access-token.ts";
import { type Credentials, tokenUrl } from "./token-request.ts";

/**
 * A token another process left in the store, or else the one that `ask` gets, which is then left there.
 *
 * @param isWanted whether a token from the store would do: not the one at hand, not one that was refused
 */
export async function obtainShared(
  settings: Settings,
  store: TokenStore,
  { clientId, clientSecret }: Credentials,
  isWanted: (value: string) => boolean,
  ask: () => Promise<AccessToken>,
): Promise<AccessToken> {
  const { baseUrl, clock, onEvent } = settings;
  const shared = openSharedToken(store, await storeKey(tokenUrl(baseUrl), clientId, clientSecret), settings);
  return (await find()) ?? shared.locked(async () => (await find()) ?? share(await ask()));

  async function find(): Promise<AccessToken | undefined> {
    const token = fromStored(await shared.get(), clock.now(), clock.elapsed());
    if (!token || timeLeft(token, clock) <= 0 || !isWanted(token.value)) {
      return undefined;
    }
    tell(onEvent, { type: "token", from: "store", lifetime: token.lifetime });
    return token;
  }

  async function share(token: AccessToken): Promise<AccessToken> {
    const left = timeLeft(token, clock);
    if (left > 0) {
      await shared.set(toStored(token), Math.ceil(left));
    }
    return token;
  }
}
