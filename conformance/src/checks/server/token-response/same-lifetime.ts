import type { TokenResponse } from "@microbilt-oauth/spec/types";
import type { Check } from "../../../check.ts";
import type { Spec } from "../../../document/spec.ts";
import { NotApplicable } from "../../../errors.ts";
import { FLOW_LABELS } from "../../../flow.ts";
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
        const [earlierJson, earlierForm] = [await context.sharedToken("json"), await context.sharedToken("form")];
        const [json, form] = [await context.requestToken("json"), await context.requestToken("form")];
        const isRepeated = json.accessToken === earlierJson.accessToken || form.accessToken === earlierForm.accessToken;
        if (isRepeated && json.accessToken !== form.accessToken) {
          throw new NotApplicable(
            "the server repeats access tokens, and those of the two flows can be of different age",
          );
        }
        const [expected, seen] = [Number(json.members.expires_in), Number(form.members.expires_in)];
        return expectThat(
          Number.isNaN(seen - expected) || Math.abs(seen - expected) <= TOLERANCE_IN_S,
          `${EXPIRES_IN}: ${expected}, as in the ${FLOW_LABELS.json} flow`,
          form,
          `${EXPIRES_IN}: ${seen}`,
        );
      },
    },
  ];
}
