import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { contentCodings, decodeContent } from "../../src/wire/content-coding.ts";
import { exchange } from "../../src/wire/exchange.ts";
import { serve } from "../support/server.ts";

const LIMIT = 1_000;

describe("decodeContent", () => {
  test.each([
    ["gzip", gzipSync("text")],
    ["X-GZIP", gzipSync("text")],
    ["deflate", deflateSync("text")],
    ["br", brotliCompressSync("text")],
    ["deflate, gzip", gzipSync(deflateSync("text"))],
    ["identity", Buffer.from("text")],
    [undefined, Buffer.from("text")],
  ])("removes %s", (contentEncoding, body) => {
    expect(decodeContent(body, contentEncoding, LIMIT).toString()).toBe("text");
  });

  test("leaves a body as it is that is not coded as Content-Encoding says", () => {
    expect(decodeContent(Buffer.from("text"), "gzip", LIMIT).toString()).toBe("text");
  });

  test("does not inflate a small body beyond the limit", () => {
    const bomb = gzipSync("x".repeat(100_000));

    expect(decodeContent(bomb, "gzip", LIMIT)).toBe(bomb);
  });
});

test("contentCodings leaves out identity", () => {
  expect(contentCodings("GZIP, identity, br")).toEqual(["gzip", "br"]);
});

test("a response with a content coding is read without it", async () => {
  const baseUrl = await serve((_, response) => {
    response.setHeader("content-encoding", "gzip").end(gzipSync('{"status":"approved"}'));
  });

  const { response } = await exchange({ method: "GET", url: baseUrl, headers: {} }, { deadline: 2_000 });

  expect(response.body).toBe('{"status":"approved"}');
});
