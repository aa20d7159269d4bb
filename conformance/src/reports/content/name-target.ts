import type { TargetIdentity } from "../../run/results.ts";

/** Names a target in one line. */
export function nameTarget({ title, baseUrl }: TargetIdentity): string {
  return baseUrl === undefined ? title : `${title}, ${baseUrl}`;
}
