import type { Check } from "../../check.ts";
import type { Spec } from "../../document/spec.ts";
import { withBaseline } from "./baseline.ts";
import { acceptedCallChecks } from "./bearer/accepted.ts";
import { bypassChecks } from "./bearer/bypasses/bypasses.ts";
import { expiryChecks } from "./bearer/expiry.ts";
import { jwtChecks } from "./bearer/invalid-tokens/jwt-tokens.ts";
import { malformedSchemeChecks } from "./bearer/invalid-tokens/malformed-schemes.ts";
import { misplacedTokenChecks } from "./bearer/invalid-tokens/misplaced-tokens.ts";
import { similarTokenChecks } from "./bearer/invalid-tokens/similar-tokens.ts";
import { lifetimeChecks } from "./bearer/lifetimes.ts";
import { limitChecks } from "./bearer/limits.ts";
import { missingTokenChecks } from "./bearer/missing.ts";
import { rejectedCallChecks } from "./bearer/rejected.ts";
import { removedApplicationChecks } from "./bearer/removed-application.ts";
import { resourceResponseChecks } from "./bearer/responses.ts";
import { unknownTokenChecks } from "./bearer/unknown-token.ts";
import { connectionFieldChecks } from "./http/connections.ts";
import { framingChecks } from "./http/framing.ts";
import { injectionChecks } from "./http/injection.ts";
import { requestMessageChecks } from "./http/messages.ts";
import { resourceMessageChecks } from "./http/resource.ts";
import { credentialResponseChecks } from "./refusals/credential-responses.ts";
import { rejectedCredentialChecks } from "./refusals/credentials.ts";
import { errorContentChecks } from "./refusals/error-content.ts";
import { rejectedGrantTypeChecks } from "./refusals/grant-types.ts";
import { rejectedMediaTypeChecks } from "./refusals/media-types.ts";
import { rejectedMethodChecks } from "./refusals/methods.ts";
import { misplacedParameterChecks } from "./refusals/misplaced-parameters.ts";
import { otherMethodChecks } from "./refusals/other-methods.ts";
import { rejectedParameterChecks } from "./refusals/parameters.ts";
import { alteredCredentialChecks } from "./refusals/wrong-credentials/altered-credentials.ts";
import { basicAuthenticationChecks } from "./refusals/wrong-credentials/basic-authentication.ts";
import { cookieChecks } from "./refusals/wrong-credentials/cookies.ts";
import { encodedSecretChecks } from "./refusals/wrong-credentials/encoded-secret.ts";
import { injectedCredentialChecks } from "./refusals/wrong-credentials/injected-credentials.ts";
import { otherApplicationChecks } from "./refusals/wrong-credentials/other-applications.ts";
import { otherProofChecks } from "./refusals/wrong-credentials/other-proofs.ts";
import { conflictingParameterChecks } from "./refusals/wrong-parameters/conflicting-parameters.ts";
import { otherGrantChecks } from "./refusals/wrong-parameters/other-grants.ts";
import { renamedParameterChecks } from "./refusals/wrong-parameters/renamed-parameters.ts";
import { repeatedParameterChecks } from "./refusals/wrong-parameters/repeated-parameters.ts";
import { contentChecks } from "./responses/content.ts";
import { dateChecks } from "./responses/dates.ts";
import { disclosureChecks } from "./responses/disclosures.ts";
import { secretChecks } from "./responses/secrets.ts";
import { statusChecks } from "./responses/statuses.ts";
import { randomRequestChecks } from "./robustness/random-requests.ts";
import { unreadableBodyChecks } from "./robustness/unreadable-bodies.ts";
import { unusualValueChecks } from "./robustness/unusual-values.ts";
import { tokenIssuanceChecks } from "./token-request/issuance.ts";
import { mixedUpResponseChecks } from "./token-request/mixed-up-responses.ts";
import { negotiationChecks } from "./token-request/negotiation.ts";
import { observedRequestChecks } from "./token-request/observed-requests.ts";
import { responseFormChecks } from "./token-request/response-forms.ts";
import { valueEncodingChecks } from "./token-request/value-encodings.ts";
import { tokenRequestVariationChecks } from "./token-request/variations.ts";
import { accessTokenChecks } from "./token-response/access-tokens.ts";
import { cachingChecks } from "./token-response/caching.ts";
import { foreignOriginChecks } from "./token-response/foreign-origins.ts";
import { tokenMemberChecks } from "./token-response/members.ts";
import { tokenResponseChecks } from "./token-response/response.ts";
import { sameLifetimeChecks } from "./token-response/same-lifetime.ts";
import { tokenTimeChecks } from "./token-response/times.ts";
import { connectionChecks } from "./transport/connections.ts";
import { protectionChecks } from "./transport/protection.ts";
import { tlsChecks } from "./transport/tls.ts";

/** Every check of a server, in the order in which they run. */
export function catalogue(spec: Spec): readonly Check[] {
  return [
    tokenRequestVariationChecks,
    observedRequestChecks,
    negotiationChecks,
    responseFormChecks,
    valueEncodingChecks,
    tokenIssuanceChecks,
    mixedUpResponseChecks,
    tokenMemberChecks,
    tokenResponseChecks,
    cachingChecks,
    foreignOriginChecks,
    tokenTimeChecks,
    sameLifetimeChecks,
    accessTokenChecks,
    rejectedParameterChecks,
    misplacedParameterChecks,
    conflictingParameterChecks,
    repeatedParameterChecks,
    renamedParameterChecks,
    rejectedCredentialChecks,
    alteredCredentialChecks,
    encodedSecretChecks,
    otherApplicationChecks,
    injectedCredentialChecks,
    basicAuthenticationChecks,
    otherProofChecks,
    cookieChecks,
    credentialResponseChecks,
    errorContentChecks,
    rejectedGrantTypeChecks,
    otherGrantChecks,
    rejectedMediaTypeChecks,
    rejectedMethodChecks,
    otherMethodChecks,
    acceptedCallChecks,
    expiryChecks,
    missingTokenChecks,
    rejectedCallChecks,
    unknownTokenChecks,
    similarTokenChecks,
    malformedSchemeChecks,
    misplacedTokenChecks,
    bypassChecks,
    resourceResponseChecks,
    jwtChecks,
    limitChecks,
    removedApplicationChecks,
    lifetimeChecks,
    connectionChecks,
    tlsChecks,
    protectionChecks,
    requestMessageChecks,
    connectionFieldChecks,
    framingChecks,
    resourceMessageChecks,
    injectionChecks,
    randomRequestChecks,
    unusualValueChecks,
    // Its last check shows whether the server has survived all the others.
    unreadableBodyChecks,
    // These inspect the responses to all others, and send nothing.
    statusChecks,
    contentChecks,
    dateChecks,
    secretChecks,
    disclosureChecks,
  ]
    .flatMap((checksOf) => checksOf(spec))
    .map(withBaseline);
}
