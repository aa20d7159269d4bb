import type { Check } from "../../check.ts";
import type { Spec } from "../../document/spec.ts";
import { acceptedCallChecks } from "./bearer/accepted.ts";
import { expiryChecks } from "./bearer/expiry.ts";
import { limitChecks } from "./bearer/limits.ts";
import { missingTokenChecks } from "./bearer/missing.ts";
import { rejectedCallChecks } from "./bearer/rejected.ts";
import { unknownTokenChecks } from "./bearer/unknown-token.ts";
import { credentialResponseChecks } from "./refusals/credential-responses.ts";
import { rejectedCredentialChecks } from "./refusals/credentials.ts";
import { rejectedGrantTypeChecks } from "./refusals/grant-types.ts";
import { rejectedMediaTypeChecks } from "./refusals/media-types.ts";
import { rejectedMethodChecks } from "./refusals/methods.ts";
import { misplacedParameterChecks } from "./refusals/misplaced-parameters.ts";
import { rejectedParameterChecks } from "./refusals/parameters.ts";
import { alteredCredentialChecks } from "./refusals/wrong-credentials/altered-credentials.ts";
import { injectedCredentialChecks } from "./refusals/wrong-credentials/injected-credentials.ts";
import { otherApplicationChecks } from "./refusals/wrong-credentials/other-applications.ts";
import { randomRequestChecks } from "./robustness/random-requests.ts";
import { unreadableBodyChecks } from "./robustness/unreadable-bodies.ts";
import { tokenIssuanceChecks } from "./token-request/issuance.ts";
import { tokenRequestVariationChecks } from "./token-request/variations.ts";
import { accessTokenChecks } from "./token-response/access-tokens.ts";
import { tokenMemberChecks } from "./token-response/members.ts";
import { tokenResponseChecks } from "./token-response/response.ts";
import { tokenTimeChecks } from "./token-response/times.ts";
import { connectionChecks } from "./transport/connections.ts";
import { tlsChecks } from "./transport/tls.ts";

/** Every check of a server, in the order in which they run. */
export function catalogue(spec: Spec): readonly Check[] {
  return [
    tokenRequestVariationChecks,
    tokenIssuanceChecks,
    tokenMemberChecks,
    tokenResponseChecks,
    tokenTimeChecks,
    accessTokenChecks,
    rejectedParameterChecks,
    misplacedParameterChecks,
    rejectedCredentialChecks,
    alteredCredentialChecks,
    otherApplicationChecks,
    injectedCredentialChecks,
    credentialResponseChecks,
    rejectedGrantTypeChecks,
    rejectedMediaTypeChecks,
    rejectedMethodChecks,
    acceptedCallChecks,
    expiryChecks,
    missingTokenChecks,
    rejectedCallChecks,
    unknownTokenChecks,
    limitChecks,
    connectionChecks,
    tlsChecks,
    randomRequestChecks,
    // Its last check shows whether the server has survived all the others.
    unreadableBodyChecks,
  ].flatMap((checksOf) => checksOf(spec));
}
