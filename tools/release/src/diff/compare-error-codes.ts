import { type OpenApiDocument, pointerTo } from "@microbilt-oauth/spec";
import { breaking, compatible, partition } from "./changes.ts";
import type { Change } from "./spec-diff.ts";

/** An error response that the document shows as an example. */
interface ErrorExample {
  readonly code: string;
  readonly remedy: string | undefined;
}

/** What a client does about an error. */
const REMEDIES: Readonly<Record<string, string>> = {
  "new-token": "obtains a new token and sends the call again",
  "new-credentials": "reports that the credentials are wrong",
  none: "returns the error",
};

/** Compares the error codes that the document shows, and what helps a client that receives them. */
export function compareErrorCodes(base: OpenApiDocument, head: OpenApiDocument): readonly Change[] {
  const [old, now] = [errorsOf(base), errorsOf(head)];
  const { both, removed, added } = partition(old, now);
  const pointerOf = (name: string) => pointerTo("components", "examples", name);
  return [
    ...removed.map((name) =>
      compatible({
        sentence: `The error ${old[name]?.code} (${name}) is no longer known.`,
        reason: "Programs that handle it still can.",
        pointer: pointerTo("components", "examples"),
        before: old[name]?.code,
      }),
    ),
    ...added.map((name) =>
      compatible({
        sentence: `The error ${now[name]?.code} (${name}) is known: a client ${doneAbout(now[name])}.`,
        reason: "A client treats an error that it does not know by its status.",
        pointer: pointerOf(name),
        after: now[name]?.code,
      }),
    ),
    ...both
      .filter((name) => old[name]?.code !== now[name]?.code)
      .map((name) =>
        breaking({
          sentence: `The code of the error ${name} changed from ${old[name]?.code} to ${now[name]?.code}.`,
          reason: "Programs compare it.",
          pointer: pointerOf(name),
          before: old[name]?.code,
          after: now[name]?.code,
        }),
      ),
    ...both
      .filter((name) => old[name]?.remedy !== now[name]?.remedy)
      .map((name) =>
        compatible({
          sentence: `After ${now[name]?.code}, a client ${doneAbout(now[name])}; before, it ${doneAbout(old[name])}.`,
          reason: "The client does this itself, so that no program must change; upgrade it.",
          pointer: pointerOf(name),
          before: old[name]?.remedy,
          after: now[name]?.remedy,
        }),
      ),
  ];
}

function doneAbout(error: ErrorExample | undefined): string {
  return REMEDIES[error?.remedy ?? "none"] ?? `does what ${error?.remedy} says`;
}

function errorsOf({ components }: OpenApiDocument): Readonly<Record<string, ErrorExample>> {
  return Object.fromEntries(
    Object.entries(components?.examples ?? {}).flatMap(([name, { value, "x-remedy": remedy }]) => {
      const { ErrorCode, fault } = Object(value) as { ErrorCode?: string; fault?: { detail?: { errorcode?: string } } };
      const code = ErrorCode ?? fault?.detail?.errorcode;
      return code === undefined ? [] : [[name, { code, remedy }]];
    }),
  );
}
