import { below, type OpenApiDocument, pointerTo, type SecurityScheme } from "@microbilt-oauth/spec";
import { breaking, compatible } from "./changes.ts";
import type { PlacedOperation } from "./operations.ts";
import type { Change } from "./spec-diff.ts";

/** Compares how an operation is protected. */
export function compareSecurity(pair: {
  readonly base: OpenApiDocument;
  readonly head: OpenApiDocument;
  readonly before: PlacedOperation;
  readonly after: PlacedOperation;
}): readonly Change[] {
  const { base, head, before, after } = pair;
  const [old, now] = [alternativesOf(base, before), alternativesOf(head, after)];
  const pointer = below(after.pointer, "security");
  const lost = old.filter((one) => !now.includes(one));
  const gained = now.filter((one) => !old.includes(one));
  return [
    ...(lost.length > 0
      ? [
          breaking({
            sentence: `${after.label} no longer accepts ${lost.join(" or ")}; it accepts ${now.join(" or ") || "nothing"}.`,
            reason: "Programs authenticate that way.",
            pointer,
            before: old.join(" or "),
            after: now.join(" or "),
          }),
        ]
      : []),
    ...(lost.length === 0 && gained.length > 0
      ? [
          compatible({
            sentence: `${after.label} also accepts ${gained.join(" or ")}.`,
            reason: "The ways to authenticate that there were before stay.",
            pointer,
            before: old.join(" or "),
            after: now.join(" or "),
          }),
        ]
      : []),
  ];
}

/** Finds schemes that have another name: nothing changes on the wire, but other documents refer to them by name. */
export function compareSchemeNames(base: OpenApiDocument, head: OpenApiDocument): readonly Change[] {
  const [old, now] = [schemesOf(base), schemesOf(head)];
  return Object.entries(old)
    .filter(([name]) => !Object.hasOwn(now, name))
    .flatMap(([name, scheme]) => {
      const renamed = Object.keys(now).find(
        (other) => !Object.hasOwn(old, other) && typeOf(now[other]) === typeOf(scheme),
      );
      return renamed === undefined
        ? []
        : [
            breaking({
              sentence: `The security scheme ${name} is called ${renamed}.`,
              reason: "The documents of products refer to it by its name.",
              pointer: pointerTo("components", "securitySchemes", renamed),
              before: name,
              after: renamed,
            }),
          ];
    });
}

/** The alternatives by what goes over the wire, not by the name of the scheme. */
function alternativesOf(document: OpenApiDocument, { operation }: PlacedOperation): readonly string[] {
  const schemes = schemesOf(document);
  const alternatives = operation.security ?? [];
  const names = alternatives.map((alternative) =>
    Object.keys(alternative)
      .map((name) => typeOf(schemes[name]) ?? name)
      .sort()
      .join(" with "),
  );
  return names.length === 0 ? ["no authentication"] : names.map((name) => name || "no authentication");
}

function schemesOf({ components }: OpenApiDocument): Readonly<Record<string, SecurityScheme>> {
  return components?.securitySchemes ?? {};
}

function typeOf(scheme: SecurityScheme | undefined): string | undefined {
  return scheme && [scheme.type, scheme.scheme?.toLowerCase()].filter(Boolean).join(" ");
}
