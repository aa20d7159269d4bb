import type { MessageResponse, ReportResponse } from "@microbilt-oauth/spec/types";
import { parseObject } from "../http/parse-object.ts";

/** What a product says about a call that failed although its status is 200. */
export interface ProductFailure {
  /** The product's code: `StatusCode`, or that of `error`. It is `ERROR` if the product names none. */
  readonly code: string;
  /** How severe the failure is, if the product says so. */
  readonly severity: "Error" | "Warn" | "Info" | undefined;
  /** The product's explanation for a human reader; "" if the product has none. */
  readonly message: string;
  /** Whether the product advises to send the same request again; undefined if it does not say. */
  readonly canRetry: boolean | undefined;
}

type Status = Partial<Record<keyof MessageResponse["MsgRsHdr"]["Status"], unknown>>;
type ReportStatus = Partial<Record<keyof ReportResponse["RESPONSE"]["STATUS"], unknown>>;
type ReportError = Partial<Record<keyof NonNullable<ReportResponse["RESPONSE"]["STATUS"]["error"]>, unknown>>;

const SEVERITIES = ["Error", "Warn", "Info"] as const;
const CAN_RETRY: ReadonlyMap<unknown, boolean> = new Map([
  ["RESEND", true],
  ["DONE", false],
] satisfies [NonNullable<ReportResponse["RESPONSE"]["STATUS"]["action"]>, boolean][]);

/**
 * Reads the failure from the body of a product's response. Products can fail with the status 200: then `MsgRsHdr.Status` has
 * a `StatusCode` other than 0, or `RESPONSE.STATUS` has the type `ERROR`. Returns undefined when the body reports no failure, and
 * never throws.
 *
 * @param body the parsed body, or the body as a string
 * @example
 * ```ts
 * const { data, error } = await microbilt.api(iPredict).POST("/GetReport", { body });
 * const failure = productFailure(data);
 * if (failure) throw new Error(`${failure.code}: ${failure.message}`);
 * ```
 */
export function productFailure(body: unknown): ProductFailure | undefined {
  try {
    const { MsgRsHdr, RESPONSE } = Object(typeof body === "string" ? parseObject(body) : body);
    const { StatusCode, Severity, StatusDesc }: Status = Object(Object(MsgRsHdr).Status);
    const { type, action, error }: ReportStatus = Object(Object(RESPONSE).STATUS);
    const { code, message }: ReportError = Object(error);
    const hasFailed = readText(StatusCode) !== undefined && Number(StatusCode) !== 0;
    if (!hasFailed && type !== "ERROR") {
      return undefined;
    }
    return {
      code: (hasFailed ? readText(StatusCode) : undefined) ?? readText(code) ?? "ERROR",
      severity: hasFailed ? SEVERITIES.find((severity) => severity === Severity) : undefined,
      message: (hasFailed ? readText(StatusDesc) : undefined) ?? readText(message) ?? "",
      canRetry: CAN_RETRY.get(action),
    };
  } catch {
    // The body has getters that throw, so that it is not one of a response.
    return undefined;
  }
}

/** Returns a number as a string, and a string unless it is blank. */
function readText(value: unknown): string | undefined {
  return (typeof value === "string" && value.trim()) || typeof value === "number" ? String(value) : undefined;
}
