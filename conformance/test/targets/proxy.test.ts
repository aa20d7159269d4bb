import { describe, expect, test } from "vitest";
import { proxyFor } from "../../src/targets/proxy.ts";

const SERVER = new URL("https://api.example.test:8443/base");
const ENVIRONMENT = { HTTPS_PROXY: "http://proxy.test:3128", HTTP_PROXY: "http://other.test" };

describe("the proxy for a server", () => {
  test.each<[string, URL, string | undefined, NodeJS.ProcessEnv, string | undefined]>([
    ["none", SERVER, undefined, {}, undefined],
    ["that of the environment for https", SERVER, undefined, ENVIRONMENT, "http://proxy.test:3128/"],
    ["that of the environment for http", new URL("http://host.test"), undefined, ENVIRONMENT, "http://other.test/"],
    ["in lower case first", SERVER, undefined, { ...ENVIRONMENT, https_proxy: "http://low.test" }, "http://low.test/"],
    [
      "the named one rather than that of the environment",
      SERVER,
      "http://named.test",
      ENVIRONMENT,
      "http://named.test/",
    ],
    ["without a scheme", SERVER, "named.test:3128", {}, "http://named.test:3128/"],
    ["none for this machine", new URL("http://127.0.0.1:80"), undefined, ENVIRONMENT, undefined],
    ["the named one for this machine", new URL("http://localhost"), "http://named.test", {}, "http://named.test/"],
  ])("%s", (_, url, named, environment, expected) => {
    expect(proxyFor(url, named, environment)).toBe(expected);
  });

  test.each([
    ["*", undefined],
    ["api.example.test", undefined],
    [".example.test", undefined],
    ["*.example.test", undefined],
    ["other.test, example.test", undefined],
    ["api.example.test:8443", undefined],
    ["api.example.test:443", "http://proxy.test:3128/"],
    ["i.example.test", "http://proxy.test:3128/"],
    ["", "http://proxy.test:3128/"],
  ])("with NO_PROXY=%s: %s", (list, expected) => {
    expect(proxyFor(SERVER, undefined, { ...ENVIRONMENT, NO_PROXY: list })).toBe(expected);
  });

  test("must be an http or https URL; the message does not show its password", () => {
    expect(() => proxyFor(SERVER, "socks5://user:secret@proxy.test", {})).toThrow(
      /^The proxy must be an http or https URL, such as http:\/\/proxy\.example:3128\.$/,
    );
  });
});
