import { type OpenApiDocument, pointerTo } from "@microbilt-oauth/spec";
import { breaking, compatible, partition } from "./changes.ts";
import type { Change } from "./spec-diff.ts";

/** Compares the servers, each known by its environment, or by its URL if it has none. */
export function compareServers(base: OpenApiDocument, head: OpenApiDocument): readonly Change[] {
  const [before, after] = [serversOf(base), serversOf(head)];
  const { both, removed, added } = partition(before, after);
  const pointerOf = (name: string) => pointerTo("servers", String(Object.keys(after).indexOf(name)));
  return [
    ...removed.map((name) =>
      breaking({
        sentence: `The ${name} server ${before[name]} was removed.`,
        reason: "Programs that use it have no server any more.",
        pointer: pointerTo("servers"),
        before: before[name],
      }),
    ),
    ...added.map((name) =>
      compatible({
        sentence: `There is a new server, ${name}: ${after[name]}.`,
        reason: "The other servers stay.",
        pointer: pointerOf(name),
        after: after[name],
      }),
    ),
    ...both
      .filter((name) => before[name] !== after[name])
      .map((name) =>
        breaking({
          sentence: `The ${name} server moved from ${before[name]} to ${after[name]}.`,
          reason: "A client that was made from the old document sends its requests to the old host.",
          pointer: pointerOf(name),
          before: before[name],
          after: after[name],
        }),
      ),
  ];
}

function serversOf({ servers = [] }: OpenApiDocument): Readonly<Record<string, string>> {
  return Object.fromEntries(servers.map(({ url, "x-environment": environment }) => [environment ?? url, url]));
}
