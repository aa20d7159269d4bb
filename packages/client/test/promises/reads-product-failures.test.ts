/** productFailure reads in which of two ways a product says with status 200 that it failed. */
import { assert, test } from "@microbilt-oauth/testing";
import { productFailure } from "../../src/index.ts";

const message = (Status: unknown) => ({ MsgRsHdr: { Status }, SUBJECT: {} });
const report = (STATUS: unknown) => ({ RESPONSE: { STATUS, CONTENT: {} } });

for (const [body, failure] of [
  [
    message({ StatusCode: 100, ServerStatusCode: "E100", Severity: "Error", StatusDesc: "No" }),
    { code: "100", severity: "Error", message: "No", canRetry: undefined },
  ],
  [
    message({ StatusCode: "1", Severity: "Warn", StatusDesc: "Half" }),
    { code: "1", severity: "Warn", message: "Half", canRetry: undefined },
  ],
  [
    message({ StatusCode: "E7", Severity: "Fatal", StatusDesc: 5 }),
    { code: "E7", severity: undefined, message: "5", canRetry: undefined },
  ],
  [message({ StatusCode: -1 }), { code: "-1", severity: undefined, message: "", canRetry: undefined }],
  [
    report({ type: "ERROR", action: "RESEND", error: { code: "500", message: "Not available", type: "SYSTEM" } }),
    { code: "500", severity: undefined, message: "Not available", canRetry: true },
  ],
  [
    report({ type: "ERROR", action: "DONE", error: { code: 7 } }),
    { code: "7", severity: undefined, message: "", canRetry: false },
  ],
  [report({ type: "ERROR" }), { code: "ERROR", severity: undefined, message: "", canRetry: undefined }],
  [
    {
      ...message({ StatusCode: 9, Severity: "Error" }),
      ...report({ type: "ERROR", error: { code: "x", message: "Why" } }),
    },
    { code: "9", severity: "Error", message: "Why", canRetry: undefined },
  ],
  [
    {
      ...message({ StatusCode: 0, Severity: "Info", StatusDesc: "Success" }),
      ...report({ type: "ERROR", action: "RESEND", error: { code: "x", message: "Why" } }),
    },
    { code: "x", severity: undefined, message: "Why", canRetry: true },
  ],
  [
    JSON.stringify(message({ StatusCode: 100, StatusDesc: "No" })),
    { code: "100", severity: undefined, message: "No", canRetry: undefined },
  ],
] as const) {
  test(`${JSON.stringify(body)} is a failure`, () => {
    assert.deepEqual(productFailure(body), failure);
  });
}

const throwing = {
  get MsgRsHdr(): unknown {
    throw new Error("no member");
  },
};

for (const [name, body] of [
  ["undefined", undefined],
  ["null", null],
  ["a number", 7],
  ["an empty string", ""],
  ["HTML", "<html>"],
  ["an array", [message({ StatusCode: 1 })]],
  ["an empty object", {}],
  ["StatusCode 0", message({ StatusCode: 0, StatusDesc: "Success" })],
  ['StatusCode "0"', message({ StatusCode: "0" })],
  ['StatusCode "000"', message({ StatusCode: "000" })],
  ["no StatusCode", message({ Severity: "Error" })],
  ["an empty StatusCode", message({ StatusCode: " " })],
  ["StatusCode null", message({ StatusCode: null })],
  ["a report that succeeded", report({ type: "SUCCESS", action: "DONE" })],
  ["headers of another type", { MsgRsHdr: "x", RESPONSE: [] }],
  ["members that are null", { MsgRsHdr: null, RESPONSE: { STATUS: null } }],
  ["a member that throws", throwing],
  ["an object without a prototype", Object.create(null)],
] as const) {
  test(`${name} is no failure, and no error`, () => {
    assert.isUndefined(productFailure(body));
  });
}
