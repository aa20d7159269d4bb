import { tokenEndpoint } from "@microbilt-oauth/spec/contract";
import type { Clock } from "../../src/index.ts";
import { whenContextEnds } from "../support/context.ts";

/** A request that waits for its response. */
export interface PendingRequest {
  readonly url: string;
  /** The access token, if it is a product call. */
  readonly token: string;
  /** By the clock that never goes back, in ms. */
  readonly sentAt: number;
  readonly settle: (response: Response | Error) => void;
}

/** Holds requests until a simulation responds to them, and drops those whose context ends. */
export interface SimulatedNetwork {
  readonly fetch: (input: string | URL | Request, init?: RequestInit) => Promise<Response>;
  readonly tokenRequests: PendingRequest[];
  readonly calls: PendingRequest[];
}

/** @param onSend receives each request when it is sent */
export function createSimulatedNetwork(
  clock: Clock,
  onSend: { readonly tokenRequest: () => void; readonly call: (call: PendingRequest) => void },
): SimulatedNetwork {
  const tokenRequests: PendingRequest[] = [];
  const calls: PendingRequest[] = [];

  return {
    tokenRequests,
    calls,
    fetch: (input, { headers, signal } = {}) =>
      new Promise((resolve, reject) => {
        const url = String(input);
        const isTokenRequest = url.endsWith(tokenEndpoint.path);
        const list = isTokenRequest ? tokenRequests : calls;
        const request: PendingRequest = {
          url,
          token: new Headers(headers).get("authorization")?.replace("Bearer ", "") ?? "",
          sentAt: clock.elapsed(),
          settle: (response) => (response instanceof Error ? reject(response) : resolve(response)),
        };
        let isDropped = false;
        whenContextEnds(() => {
          isDropped = true;
          take(list, list.indexOf(request));
        });
        if (isDropped) {
          return;
        }
        list.push(request);
        if (isTokenRequest) {
          onSend.tokenRequest();
        } else {
          onSend.call(request);
        }
        signal?.addEventListener("abort", () => {
          take(list, list.indexOf(request));
          reject(signal.reason);
        });
      }),
  };
}

/** Removes an item from a list, and returns it. */
export function take<T>(list: T[], index: number): T | undefined {
  return index < 0 ? undefined : list.splice(index, 1)[0];
}
