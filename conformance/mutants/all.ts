import { acceptedCallMutants } from "./bearer/accepted.ts";
import { bypassMutants } from "./bearer/bypasses.ts";
import { expiryMutants } from "./bearer/expiry.ts";
import { jwtMutants } from "./bearer/invalid-tokens/jwt-tokens.ts";
import { misplacedTokenMutants } from "./bearer/invalid-tokens/misplaced-tokens.ts";
import { similarTokenMutants } from "./bearer/invalid-tokens/similar-tokens.ts";
import { lifetimeMutants } from "./bearer/lifetimes.ts";
import { limitMutants } from "./bearer/limits.ts";
import { missingTokenMutants } from "./bearer/missing.ts";
import { rejectedCallMutants } from "./bearer/rejected.ts";
import { resourceResponseMutants } from "./bearer/responses.ts";
import { connectionFieldMutants, injectionMutants } from "./http/connections.ts";
import { framingMutants } from "./http/framing.ts";
import { messageMutants } from "./http/messages.ts";
import type { Mutant } from "./mutant.ts";
import { credentialMutants } from "./refusals/credentials.ts";
import { errorContentMutants } from "./refusals/error-content.ts";
import { grantTypeMutants } from "./refusals/grant-types.ts";
import { otherMethodMutants } from "./refusals/other-methods.ts";
import { parameterMutants } from "./refusals/parameters.ts";
import { requestMutants as rejectedRequestMutants } from "./refusals/requests.ts";
import { alteredCredentialMutants } from "./refusals/wrong-credentials/altered-credentials.ts";
import { basicAuthenticationMutants } from "./refusals/wrong-credentials/basic-authentication.ts";
import { cookieMutants } from "./refusals/wrong-credentials/cookies.ts";
import { encodedSecretMutants } from "./refusals/wrong-credentials/encoded-secret.ts";
import { injectedCredentialMutants } from "./refusals/wrong-credentials/injected-credentials.ts";
import { otherApplicationMutants } from "./refusals/wrong-credentials/other-applications.ts";
import { otherProofMutants } from "./refusals/wrong-credentials/other-proofs.ts";
import { conflictingParameterMutants } from "./refusals/wrong-parameters/conflicting-parameters.ts";
import { otherGrantMutants } from "./refusals/wrong-parameters/other-grants.ts";
import { renamedParameterMutants } from "./refusals/wrong-parameters/renamed-parameters.ts";
import { repeatedParameterMutants } from "./refusals/wrong-parameters/repeated-parameters.ts";
import { disclosureMutants } from "./responses/disclosures.ts";
import { messageMutants as responseMessageMutants } from "./responses/messages.ts";
import { bodyMutants } from "./robustness/bodies.ts";
import { unusualValueMutants } from "./robustness/unusual-values.ts";
import { mixedUpResponseMutants } from "./token-request/mixed-up-responses.ts";
import { negotiationMutants } from "./token-request/negotiation.ts";
import { observedRequestMutants } from "./token-request/observed-requests.ts";
import { requestMutants } from "./token-request/requests.ts";
import { responseFormMutants } from "./token-request/response-forms.ts";
import { tokenMutants } from "./token-request/tokens.ts";
import { valueEncodingMutants } from "./token-request/value-encodings.ts";
import { cachingMutants } from "./token-response/caching.ts";
import { foreignOriginMutants } from "./token-response/foreign-origins.ts";
import { memberMutants } from "./token-response/members.ts";
import { responseMutants } from "./token-response/response.ts";
import { sameLifetimeMutants } from "./token-response/same-lifetime.ts";
import { valueMutants } from "./token-response/values.ts";
import { connectionMutants } from "./transport/connections.ts";
import { protectionMutants } from "./transport/protection.ts";

/** Every mutant that the checks must kill. */
export const mutants: readonly Mutant[] = [
  ...requestMutants,
  ...negotiationMutants,
  ...observedRequestMutants,
  ...responseFormMutants,
  ...valueEncodingMutants,
  ...tokenMutants,
  ...mixedUpResponseMutants,
  ...memberMutants,
  ...responseMutants,
  ...cachingMutants,
  ...foreignOriginMutants,
  ...valueMutants,
  ...sameLifetimeMutants,
  ...parameterMutants,
  ...conflictingParameterMutants,
  ...repeatedParameterMutants,
  ...renamedParameterMutants,
  ...credentialMutants,
  ...alteredCredentialMutants,
  ...encodedSecretMutants,
  ...otherApplicationMutants,
  ...injectedCredentialMutants,
  ...basicAuthenticationMutants,
  ...otherProofMutants,
  ...cookieMutants,
  ...errorContentMutants,
  ...grantTypeMutants,
  ...otherGrantMutants,
  ...rejectedRequestMutants,
  ...otherMethodMutants,
  ...acceptedCallMutants,
  ...expiryMutants,
  ...missingTokenMutants,
  ...rejectedCallMutants,
  ...similarTokenMutants,
  ...misplacedTokenMutants,
  ...bypassMutants,
  ...resourceResponseMutants,
  ...jwtMutants,
  ...limitMutants,
  ...lifetimeMutants,
  ...connectionMutants,
  ...protectionMutants,
  ...messageMutants,
  ...connectionFieldMutants,
  ...framingMutants,
  ...injectionMutants,
  ...bodyMutants,
  ...unusualValueMutants,
  ...responseMessageMutants,
  ...disclosureMutants,
];
