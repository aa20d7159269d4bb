import { createCertificate } from "@microbilt-oauth/emulator/certificate";
import type { TokenResponse } from "@microbilt-oauth/spec/types";
import { onTestFinished } from "vitest";
import { serveMutant } from "../../mutants/kill/serve-mutant.ts";
import type { MutantResponse, Mutate } from "../../mutants/mutant.ts";
import {
  CLIENT_ID_VARIABLE,
  CLIENT_SECRET_VARIABLE,
  SECOND_CLIENT_ID_VARIABLE,
  SECOND_CLIENT_SECRET_VARIABLE,
} from "../../src/environment-variables.ts";
import { spec } from "./run.ts";

/** A running emulator, with or without a defect, and what the command needs to check it. */
export interface Defective {
  /** The base URL, without a trailing slash. */
  readonly baseUrl: string;
  /** The https base URL, without a trailing slash. */
  readonly secureUrl: string;
  /** The certificate of the authority to trust, in PEM. */
  readonly ca: string;
  /** The environment variables that hold the credentials. */
  readonly variables: Readonly<Record<string, string>>;
  /** The client secrets and the access tokens issued so far. None of them may appear in any output. */
  readonly secrets: ReadonlySet<string>;
}

/** Serves the emulator until the test ends. */
export async function serveDefective(mutate?: Mutate): Promise<Defective> {
  const secrets = new Set<string>();
  const recordingTokens: Mutate = (context) => {
    const handle = mutate?.(context) ?? ((request, original) => original(request));
    return (request, original) =>
      handle(request, async (mutated) => {
        const response = await original(mutated);
        const accessToken = accessTokenIn(response);
        if (accessToken !== undefined) {
          secrets.add(accessToken);
        }
        return response;
      });
  };
  const target = await serveMutant(spec.contract, { mutate: recordingTokens }, await createCertificate());
  onTestFinished(() => target.close());
  const { credentials, secondCredentials = credentials } = target;
  secrets.add(credentials.clientSecret).add(secondCredentials.clientSecret);
  return {
    baseUrl: target.baseUrl,
    secureUrl: target.secureUrl ?? "",
    ca: target.ca ?? "",
    variables: {
      [CLIENT_ID_VARIABLE]: credentials.clientId,
      [CLIENT_SECRET_VARIABLE]: credentials.clientSecret,
      [SECOND_CLIENT_ID_VARIABLE]: secondCredentials.clientId,
      [SECOND_CLIENT_SECRET_VARIABLE]: secondCredentials.clientSecret,
    },
    secrets,
  };
}

function accessTokenIn({ status, body }: MutantResponse): string | undefined {
  if (status !== 200 || body === "") {
    return undefined;
  }
  const { access_token }: Partial<TokenResponse> = JSON.parse(body);
  return access_token;
}
