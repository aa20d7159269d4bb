import type { TokenResponse } from "@microbilt-oauth/spec/types";
import type { Check } from "../../../check.ts";
import type { Spec } from "../../../document/spec.ts";
import { NotApplicable } from "../../../errors.ts";
import { FLOW_LABELS, FLOW_NAMES } from "../../../flow.ts";
import type { IssuedToken } from "../../../wire/issued-token.ts";
import { expectThat } from "../../findings.ts";

const EXPIRES_IN: keyof TokenResponse = "expires_in";

/** The requests of both flows are not sent at the same time. */
const TOLERANCE_IN_S = 5;

/** Whether access tokens from both flows live equally long. */
export function sameLifetimeChecks({ contract }: Spec): Check[] {
  return [
    {
      id: "token-response/same-lifetime",
      title: `New access tokens from both flows have the same ${EXPIRES_IN}`,
      requirement: contract.tokenEndpoint.pointer,
      requests: 2,
      async run(context) {
        const earlier = { json: await context.sharedToken("json"), form: await context.sharedToken("form") };
        const later = { json: await context.requestToken("json"), form: await context.requestToken("form") };
        const isSameToken = later.json.accessToken === later.form.accessToken;
        if (!isSameToken && FLOW_NAMES.some((flow) => earlier[flow].accessToken === later[flow].accessToken)) {
          throw new NotApplicable(
            "the server repeats access tokens, so those of the two flows can be of different age",
          );
        }
        if (!isSameToken && FLOW_NAMES.some((flow) => !isEqual(lifetimeOf(earlier[flow]), lifetimeOf(later[flow])))) {
          throw new NotApplicable("the lifetimes of access tokens from the same flow differ");
        }
        const [expected, seen] = [lifetimeOf(later.json), lifetimeOf(later.form)];
        return expectThat(
          isEqual(expected, seen),
          `${EXPIRES_IN}: ${expected}, as in the ${FLOW_LABELS.json} flow`,
          later.form,
          `${EXPIRES_IN}: ${seen}`,
        );
      },
    },
  ];
}

function lifetimeOf({ members }: IssuedToken): number {
  return Number(members.expires_in);
}

/** Another check finds lifetimes that are not numbers. */
function isEqual(a: number, b: number): boolean {
  return Number.isNaN(a - b) || Math.abs(a - b) <= TOLERANCE_IN_S;
}
