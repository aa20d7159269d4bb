import type { CheckContext, Finding } from "../../../check.ts";
import { NotApplicable } from "../../../errors.ts";
import { FLOW_LABELS, FLOW_NAMES } from "../../../flow.ts";
import type { IssuedToken } from "../../../wire/issued-token.ts";

/** What is wrong with a token response. */
export type Difference = Pick<Finding, "expected" | "seen">;

/** Returns a difference if a condition is not met. */
export function differenceUnless(isMet: boolean, expected: string, seen: string): readonly Difference[] {
  return isMet ? [] : [{ expected, seen }];
}

/**
 * Inspects the token response of each flow. A difference in both is one finding.
 *
 * @throws {NotApplicable} if neither flow issues an access token
 */
export async function inspectEachToken(
  context: CheckContext,
  inspect: (token: IssuedToken) => readonly Difference[],
): Promise<readonly Finding[]> {
  const outcomes = await Promise.allSettled(
    FLOW_NAMES.map(async (flow) => ({ flow, token: await context.sharedToken(flow) })),
  );
  const issued = outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value] : []));
  if (issued.length === 0) {
    throw new NotApplicable("the server issued no access token: see token-request");
  }
  const differences = issued.flatMap(({ flow, token }) =>
    inspect(token).map((difference) => ({ ...difference, flow, token })),
  );
  const groups = Map.groupBy(differences, ({ expected, seen }) => `${expected}\n${seen}`);
  return [...groups.values()].flatMap((group) => {
    const flows = group.map(({ flow }) => FLOW_LABELS[flow]).join(" and ");
    return group
      .slice(0, 1)
      .map(({ expected, seen, token }) => ({ expected, seen: `${seen} (${flows})`, exchange: token }));
  });
}
