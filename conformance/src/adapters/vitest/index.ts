export type { ConformanceOptions } from "./describe-conformance.ts";
export { describeConformance } from "./describe-conformance.ts";
