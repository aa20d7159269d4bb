import type { Mutant } from "../mutant.ts";
import { emptyResponse, intercept } from "../operators/response.ts";

/** The emulator that accepts the observed token requests, without one of the two formats. */
export const observedRequestMutants: readonly Mutant[] = [
  {
    title: "The server rejects JSON at every path",
    killedBy: "token-request/json",
    notedBy: ["token-request/observed-path", "token-request/observed-get"],
    emulator: { compatibility: "observed" },
    mutate: intercept(({ headers }) => headers["content-type"]?.includes("json") === true, emptyResponse(415)),
  },
  {
    title: "The server rejects forms at every path",
    killedBy: "token-request/form",
    notedBy: ["token-request/observed-form", "token-request/observed-basic"],
    emulator: { compatibility: "observed" },
    mutate: intercept(({ headers }) => headers["content-type"]?.includes("form") === true, emptyResponse(415)),
  },
];
