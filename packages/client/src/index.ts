import type { servers } from "@microbilt-oauth/spec/contract";

export type * from "../generated/openapi.ts";

/** Where MicroBilt's API is called: `sandbox` or `production`. */
export type Environment = keyof typeof servers;
