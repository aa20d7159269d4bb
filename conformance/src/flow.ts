/** A documented form of the token request: a JSON body, or a form with the grant type in the query. */
export type FlowName = "json" | "form";

/** Both flows, in the order in which they are checked. */
export const FLOW_NAMES: readonly FlowName[] = ["json", "form"];

/** What titles and reports call the flows, as in "a JSON token request" and "a form token request". */
export const FLOW_LABELS: Readonly<Record<FlowName, string>> = { json: "JSON", form: "form" };
