import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { serve } from "./server.ts";

/** A port of loopback that is in use until the test ends. */
export async function portInUse(): Promise<number> {
  return Number(new URL(await serve(() => {})).port);
}

/** A port of loopback that nothing uses, for a process that cannot choose one itself. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
