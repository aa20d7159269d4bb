import { createClient, type MicrobiltClient, MicrobiltError } from "@microbilt-oauth/client";

interface Paths {
  "/iPredict/GetReport": {
    post: {
      requestBody: { content: { "application/json": { SSN: string } } };
      responses: { 200: { content: { "application/json": { score: number } } } };
    };
  };
}

const microbilt: MicrobiltClient = createClient({
  environment: "sandbox",
  clientId: process.env["MICROBILT_CLIENT_ID"] ?? "",
  clientSecret: async () => "a secret",
});

export async function score(SSN: string): Promise<number | undefined> {
  const response = await microbilt.fetch("/iPredict/GetReport", { method: "POST", body: JSON.stringify({ SSN }) });
  const status: number = response.status;
  const { data } = await microbilt.api<Paths>().POST("/iPredict/GetReport", { body: { SSN } });
  const typed: number | undefined = data?.score;
  return status === 200 ? typed : undefined;
}

export function codeOf(error: unknown): string | undefined {
  return error instanceof MicrobiltError ? error.code : undefined;
}
