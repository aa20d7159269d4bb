import type { Check } from "../../../check.ts";
import { OTHER_CLIENT_SECRET_VARIABLE } from "../../../environment-variables.ts";
import { expectThat } from "../../findings.ts";
import { bearer, call, expectAccepted } from "./calls.ts";
import { isSuccess } from "./served.ts";

/** Access tokens of an application that no longer exists. */
export function removedApplicationChecks(): Check[] {
  return [
    {
      id: "bearer/removed-application",
      title: "The resource server rejects an access token of an application that was removed",
      requirement: "rfc6750#3.1",
      needs: ["resource", "control"],
      requests: 3,
      async run(context) {
        const { control } = context;
        const credentials = await control.register({});
        context.hide(credentials.clientSecret, `$${OTHER_CLIENT_SECRET_VARIABLE}`);
        const { accessToken } = await context.requestToken("json", { credentials });
        const before = await call(context, bearer(context, accessToken));
        await control.remove(credentials.clientId);
        const after = await call(context, bearer(context, accessToken));
        return [
          ...expectAccepted(context, before),
          ...expectThat(!isSuccess(after.response), "a rejection after the application was removed", after),
        ];
      },
    },
  ];
}
