import type { RunPlan } from "../../run/plan.ts";
import type { RunStart } from "../../run/run.ts";
import { formatRate, type Target } from "../../target.ts";
import { nameTarget } from "../content/name-target.ts";
import { legend, type Paint } from "./paint.ts";

/** Says what the run will check and send, before it sends anything. */
export function heading({ target, document, seed, plan }: RunStart, described: Target, paint: Paint): string {
  return [
    "",
    paint("bold", "  MicroBilt OAuth conformance"),
    "",
    `  target          ${nameTarget(target)}`,
    `  document        ${document.title} ${document.version}, sha256 ${document.digest.slice(0, 12)}`,
    `  seed            ${seed}`,
    ...planLines(described, plan),
    "",
    `  ${legend(paint)}`,
    "",
    "",
  ].join("\n");
}

/** Before a server elsewhere is checked, the user must know what the run will send to it, and how fast. */
function planLines(target: Target, { requests, wrongSecrets, duration }: RunPlan): string[] {
  if (target.kind === "client") {
    return [];
  }
  const { pace, resource } = target;
  const most = `  requests        at most ${requests}`;
  if (pace.interval === 0) {
    return [most];
  }
  const minutes = Math.max(1, Math.round(duration / 60_000));
  return [
    `${most}, ${formatRate(pace.interval)}: about ${minutes} min`,
    `                  token requests; at most ${wrongSecrets} have wrong credentials, for which some servers lock`,
    "                  an application out",
    resource
      ? `                  calls to ${resource.method} ${resource.path}, with and without a valid access token`
      : "                  no call to a product",
  ];
}
