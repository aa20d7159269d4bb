/** A proxy of the environment (NODE_USE_ENV_PROXY) that refuses a connection is named in the error. */
import { execFile } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { assert, onTestFinished, test } from "vitest";

const PROGRAM = `
import { createClient } from ${JSON.stringify(fileURLToPath(new URL("../../src/index.ts", import.meta.url)))};
const options = { baseUrl: "https://127.0.0.2:4010", clientId: "an-id", clientSecret: "a-secret", retry: false };
createClient(options).getAccessToken().catch(({ code, message }) => console.log(code, message));
`;

test("Node's own fetch through a proxy that responds 407", async () => {
  const proxy = createServer();
  proxy.on("connect", (_, socket: Socket) => {
    socket.end("HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n");
  });
  proxy.listen(0, "127.0.0.1");
  await once(proxy, "listening");
  onTestFinished(() => {
    proxy.close();
  });
  const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  const env = {
    ...process.env,
    NODE_USE_ENV_PROXY: "1",
    HTTPS_PROXY: url,
    https_proxy: url,
    NO_PROXY: "",
    no_proxy: "",
  };

  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", PROGRAM], { env });

  assert.match(
    stdout,
    /^network_error Token request to https:\/\/127\.0\.0\.2:4010\S+ failed: .*Proxy response \(407\)/,
  );
});
