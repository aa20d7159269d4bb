/** Plain http inside a container network and on names of loopback. */
import { servers } from "../../src/contract.ts";
import { check } from "../../src/processes/program-check.ts";
import { clientOf, codeOf, failureOf, PRODUCT_PATH, withServer } from "./support.ts";

/** Sends a request to loopback, whatever its host is called. */
function toLoopback(port: number): (input: string | URL | Request, init?: RequestInit) => Promise<Response> {
  return (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    url.hostname = "127.0.0.1";
    url.port = String(port);
    return fetch(input instanceof Request ? new Request(url, input) : url, init);
  };
}

for (const host of ["x.localhost", "emulator.x.localhost", "localhost", "127.0.0.1", "[::1]"]) {
  await check(`http://${host} is accepted`, (expect) =>
    withServer({}, async (server) => {
      let status: number | undefined;
      const error = await failureOf(async () => {
        const microbilt = clientOf(`http://${host}:4010`, { fetch: toLoopback(server.port) });
        ({ status } = await microbilt.fetch(PRODUCT_PATH));
      });
      expect(status === 200, "the call succeeds");
      return error ? `${codeOf(error)}: "${error.message}"` : `status ${status}`;
    }),
  );
}
await check("http://emulator is rejected, and the message names the option that accepts it", async (expect) => {
  const error = await failureOf(() => clientOf("http://emulator:4010"));
  expect(codeOf(error) === "invalid_argument", "code invalid_argument");
  expect(/allowInsecureRequests/.test(String(error?.message)), "the message names allowInsecureRequests");
  return `${codeOf(error)}: "${error?.message}"`;
});
await check("http://emulator is accepted with allowInsecureRequests", (expect) =>
  withServer({}, async (server) => {
    let status: number | undefined;
    const error = await failureOf(async () => {
      const options = { allowInsecureRequests: true, fetch: toLoopback(server.port) };
      ({ status } = await clientOf("http://emulator:4010", options).fetch(PRODUCT_PATH));
    });
    expect(status === 200, "the call succeeds");
    return error ? `${codeOf(error)}: "${error.message}"` : `status ${status}`;
  }),
);
for (const { host } of Object.values(servers).map((origin) => new URL(origin))) {
  await check(`http://${host} is rejected with allowInsecureRequests too`, async (expect) => {
    const error = await failureOf(() => clientOf(`http://${host}`, { allowInsecureRequests: true }));
    expect(codeOf(error) === "invalid_argument", "code invalid_argument");
    return `${codeOf(error)}: "${error?.message}"`;
  });
}
for (const host of ["localhost.example.com", "xlocalhost"]) {
  await check(`http://${host} is rejected: it is not a name of loopback`, async (expect) => {
    const error = await failureOf(() => clientOf(`http://${host}:4010`));
    expect(codeOf(error) === "invalid_argument", "code invalid_argument");
    return `${codeOf(error)}: "${error?.message}"`;
  });
}
process.exit();
