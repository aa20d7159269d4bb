import type { CheckResult } from "./check-credentials.ts";
import type { ClockDifference } from "./clock-difference.ts";

/** The result for people. */
export function formatCheck(result: CheckResult): string {
  const { connection, outcome, error, status, duration, clock } = result;
  const { server, clientId } = connection;
  const rows: readonly (readonly [string, string | undefined])[] = [
    ["client ID", clientId],
    ["token", outcome === "valid" ? formatLifetime(result) : undefined],
    ["response", status === undefined ? undefined : `status ${status} after ${duration} ms`],
    ["clock", clock && formatClock(clock)],
  ];
  const lines = rows.flatMap(([name, value]) => (value === undefined ? [] : [`  ${name.padEnd(9)}  ${value}`]));
  switch (outcome) {
    case "valid":
      return [`The credentials are valid for ${server}.`, ...lines].join("\n");
    case "refused": {
      const said = [error?.server?.code, error?.server?.message].filter(Boolean).join(": ");
      return [
        `The credentials are not valid for ${server}.`,
        ...(said ? [`  server     ${said}`] : []),
        ...lines,
        refusalAdvice(result),
      ].join("\n");
    }
    case "unknown":
      return [`It is not known whether the credentials are valid: ${error?.message}`, ...lines].join("\n");
  }
}

/** Credentials of one environment are unknown in the other, which is the most frequent reason. */
function refusalAdvice({ connection }: CheckResult): string {
  return connection.hasQuotedCredentials
    ? "The client ID or the client secret has a quotation mark at an end: check how it is set."
    : "Check that both belong to the same application, and that the application belongs to this environment.";
}

function formatLifetime({ timeLeft = 0, expiresAt }: CheckResult): string {
  return timeLeft <= 0
    ? "issued, but the server did not say how long it is valid"
    : `valid for ${formatDuration(timeLeft)}, until ${expiresAt?.toISOString()}`;
}

function formatClock({ ahead, uncertainty }: ClockDifference): string {
  const margin = `± ${(uncertainty / 1_000).toFixed(1)} s`;
  return Math.abs(ahead) <= uncertainty
    ? `agrees with the server's (${margin})`
    : `${formatDuration(Math.abs(ahead))} ${ahead > 0 ? "ahead of" : "behind"} the server's (${margin})`;
}

/** Formats a time span, such as `59 min 58 s`. */
function formatDuration(ms: number): string {
  const s = Math.round(ms / 1_000);
  const parts = [
    [Math.floor(s / 3_600), "h"],
    [Math.floor((s % 3_600) / 60), "min"],
    [s % 60, "s"],
  ] as const;
  return (
    parts
      .filter(([count]) => count > 0)
      .map(([count, unit]) => `${count} ${unit}`)
      .join(" ") || "0 s"
  );
}

/** The result for programs. */
export function toJson(result: CheckResult): object {
  const { connection, outcome, timeLeft, expiresAt, error, status, duration, clock } = result;
  return {
    outcome,
    server: connection.baseUrl,
    clientId: connection.clientId,
    expiresIn: timeLeft === undefined ? undefined : Math.max(0, Math.floor(timeLeft / 1_000)),
    expiresAt: expiresAt?.toISOString(),
    status,
    responseTimeMs: duration,
    clockAheadMs: clock?.ahead,
    clockUncertaintyMs: clock?.uncertainty,
    error: error && { code: error.code, message: error.message, server: error.server },
  };
}
