/** A suite as a user writes it, for a server with a result of each outcome. */
import { createCertificate } from "@microbilt-oauth/emulator/certificate";
import { serveMutant } from "../../../mutants/kill/serve-mutant.ts";
import { mutateResponse, withHeaders } from "../../../mutants/operators/response.ts";
import { isTokenResponse, membersOf, withMembers } from "../../../mutants/operators/token-response.ts";
import { describeConformance } from "../../../src/adapters/vitest/index.ts";
import { loadSpec } from "../../../src/document/spec.ts";
import { type RunningServer, runningServer } from "../../../src/target.ts";

const mutate = mutateResponse((response, context, request) => {
  if (!isTokenResponse(context, request, response)) {
    return response;
  }
  const members = { ...membersOf(response), token_type: "Bearer", status: "other" };
  return withHeaders(withMembers(response, members), { pragma: undefined });
});

async function openDefectiveServer(): Promise<RunningServer> {
  const server = await serveMutant(loadSpec().contract, { mutate }, await createCertificate());
  return runningServer({ ...server, lacks: { tls: "no https address is known" } }, async () => {
    await server.close();
    console.log("The server is closed.");
  });
}

describeConformance("a defective server", openDefectiveServer, {
  only: [
    "token-request/json",
    "token-response/token_type",
    "token-response/status",
    "token-response/pragma",
    "transport/certificate",
  ],
  knownDeviations: [{ check: "token-response/status", reason: "fixed in March", until: "2999-12-31" }],
});
