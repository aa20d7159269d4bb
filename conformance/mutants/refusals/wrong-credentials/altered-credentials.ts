import { FLOW_LABELS, FLOW_NAMES, type FlowName } from "../../../src/flow.ts";
import type { Mutant } from "../../mutant.ts";
import { accepting, type ParameterName } from "../../operators/token-request.ts";

/** How a server compares a credential with the valid one. */
type Comparison = (value: string, valid: string) => boolean;

/** Comparisons that disregard part of a credential, invisible characters or the spelling. */
export const alteredCredentialMutants: readonly Mutant[] = FLOW_NAMES.flatMap((flow) => [
  ...[
    comparing(flow, "client_secret", "compares only the last characters of", (value, valid) => endsAlike(value, valid)),
    comparing(flow, "client_secret", "compares only the first half of", (value, valid) =>
      value.startsWith(valid.slice(0, valid.length / 2)),
    ),
    comparing(flow, "client_secret", "ignores what follows a NUL in", (value, valid) => value.split("\0")[0] === valid),
    comparing(flow, "client_secret", "compares each line of", (value, valid) => value.split("\n").includes(valid)),
  ].map((mutant) => ({ ...mutant, killedBy: `refusals/${flow}-altered-secret` })),
  ...[
    comparing(flow, "client_id", "accepts the beginning of", (value, valid) => value !== "" && valid.startsWith(value)),
    comparing(flow, "client_id", "ignores what follows", (value, valid) => value.startsWith(valid)),
  ].map((mutant) => ({ ...mutant, killedBy: `refusals/${flow}-altered-id` })),
  ...[
    comparing(flow, "client_secret", "trims", (value, valid) => value.trim() === valid),
    comparing(flow, "client_secret", "removes control characters from", (value, valid) => strip(value) === valid),
    comparing(flow, "client_secret", "removes zero-width characters from", (value, valid) =>
      value.endsWith("\u200b") ? value.slice(0, -1) === valid : false,
    ),
    comparing(flow, "client_id", "trims", (value, valid) => value.trim() === valid),
  ].map((mutant) => ({ ...mutant, killedBy: `refusals/${flow}-padded-credentials` })),
  ...(["client_id", "client_secret"] as const)
    .flatMap((name) => [
      comparing(flow, name, "ignores the case of a letter in", (value, valid) => isSame(value, valid, lowerCase)),
      comparing(flow, name, "applies compatibility normalisation to", (value, valid) =>
        isSame(value, valid, (text) => text.normalize("NFKC")),
      ),
      comparing(flow, name, "decodes percent signs in", (value, valid) => isSame(value, valid, percentDecode)),
      comparing(flow, name, "ignores accents in", (value, valid) => isSame(value, valid, removeAccents)),
      comparing(flow, name, "decodes HTML entities in", (value, valid) => isSame(value, valid, decodeEntities)),
      comparing(flow, name, "compares the low bytes of", (value, valid) => isSame(value, valid, toSingleBytes)),
    ])
    .map((mutant) => ({ ...mutant, killedBy: `refusals/${flow}-similar-credentials` })),
]);

function comparing(
  flow: FlowName,
  name: ParameterName,
  defect: string,
  compare: Comparison,
): Pick<Mutant, "title" | "mutate"> {
  return {
    title: `The token endpoint ${defect} the ${name} in a ${FLOW_LABELS[flow]} token request`,
    mutate: accepting(flow, name, (value, valid) => typeof value === "string" && compare(value, valid)),
  };
}

function endsAlike(value: string, valid: string): boolean {
  const length = valid.length - 1;
  return value.length >= length && value.slice(-length) === valid.slice(-length);
}

function isSame(value: string, valid: string, normalize: (text: string) => string): boolean {
  return normalize(value) === normalize(valid);
}

function lowerCase(text: string): string {
  return text.toLowerCase();
}

function strip(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what the defect is about
  return text.replace(/[\0-\x1f]/g, "");
}

function removeAccents(text: string): string {
  return text.normalize("NFD").replace(/\p{Mn}/gu, "");
}

function decodeEntities(text: string): string {
  return text.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));
}

function toSingleBytes(text: string): string {
  return Buffer.from(text, "latin1").toString("latin1");
}

function percentDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
