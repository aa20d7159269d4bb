import { serve } from "./server.ts";

/** A port of loopback that is in use until the test ends. */
export async function portInUse(): Promise<number> {
  return Number(new URL(await serve(() => {})).port);
}
