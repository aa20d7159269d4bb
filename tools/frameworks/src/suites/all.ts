import type { Suite } from "../cases/suite.ts";
import { fetches } from "./fetch.ts";
import { freeze } from "./freeze.ts";
import { next } from "./next.ts";
import { NODE_SUITES } from "./node.ts";
import { runners } from "./runners.ts";
import { types } from "./types.ts";
import { workerd } from "./workerd.ts";

/** Every suite, the fastest first. */
export const SUITES: readonly Suite[] = [...NODE_SUITES, freeze, fetches, runners, workerd, types, next];
