import { createCertificate } from "@microbilt-oauth/emulator/certificate";
import { onTestFinished } from "vitest";
import type { Mutant } from "../../mutants/mutant.ts";
import { serveMutant } from "../../mutants/serve.ts";
import { spec } from "./run.ts";

const issued = /"access_token":"([^"]+)"/;

/** A server that runs, with a defect if there is to be one, and what the command is to be told of it. */
export interface Defective {
  readonly baseUrl: string;
  readonly secureUrl: string;
  /** The certificate of the authority, in PEM. */
  readonly ca: string;
  /** The environment variables. */
  readonly variables: Readonly<Record<string, string>>;
  /** Everything that must not be shown: secrets, and the tokens that were issued so far. */
  readonly secrets: ReadonlySet<string>;
}

export async function serveDefective(breaking?: Mutant["breaking"]): Promise<Defective> {
  const secrets = new Set<string>();
  const mutant: Mutant = {
    title: "",
    caughtBy: "",
    breaking: (surroundings) => {
      const behaviour = breaking?.(surroundings) ?? ((request, sound) => sound(request));
      return (request, sound) =>
        behaviour(request, async (asked) => {
          const answer = await sound(asked);
          const [, token] = issued.exec(answer.body) ?? [];
          if (token) {
            secrets.add(token);
          }
          return answer;
        });
    },
  };
  const target = await serveMutant(spec.contract, mutant, await createCertificate());
  onTestFinished(() => target.close());
  const { credentials, secondCredentials = credentials } = target;
  secrets.add(credentials.clientSecret).add(secondCredentials.clientSecret);
  return {
    baseUrl: target.baseUrl,
    secureUrl: target.secureUrl ?? "",
    ca: target.ca ?? "",
    variables: {
      MICROBILT_CLIENT_ID: credentials.clientId,
      MICROBILT_CLIENT_SECRET: credentials.clientSecret,
      MICROBILT_SECOND_CLIENT_ID: secondCredentials.clientId,
      MICROBILT_SECOND_CLIENT_SECRET: secondCredentials.clientSecret,
    },
    secrets,
  };
}
