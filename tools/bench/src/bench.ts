/** Measures the client, the emulator and the proxy beside comparable programs. `--quick` measures less; `proxy` only the proxy. */
import { countColdBurst } from "./cold-burst.ts";
import { measureImports } from "./import-time.ts";
import { measureMemory } from "./memory.ts";
import { measureOverhead } from "./overhead.ts";
import { measureProxyRequests } from "./proxy/measure-requests.ts";
import { measureProxyStreams } from "./proxy/measure-streams.ts";
import { measureSizes } from "./size.ts";
import { measureThroughput } from "./throughput.ts";
import { measureTokenEndpoints } from "./token-endpoints/measure.ts";

const isQuick = process.argv.includes("--quick");

console.log(`Node ${process.version}, ${process.arch}${isQuick ? ", quick run: the figures are imprecise" : ""}`);
if (!process.argv.includes("proxy")) {
  await measureAllButTheProxy();
}
await measureProxyRequests(isQuick ? { rounds: 1, seconds: 1 } : { rounds: 4, seconds: 1 });
await measureProxyStreams();

async function measureAllButTheProxy(): Promise<void> {
  await measureOverhead(isQuick ? { rounds: 5, calls: 20_000 } : { rounds: 25, calls: 100_000 });
  await measureThroughput(isQuick ? { rounds: 3, calls: 500 } : { rounds: 35, calls: 1_500 });
  await countColdBurst();
  await measureSizes();
  await measureImports({ rounds: isQuick ? 3 : 15 });
  await measureMemory({ calls: isQuick ? 100_000 : 1_000_000 });
  await measureTokenEndpoints(isQuick ? { rounds: 1, seconds: 2 } : { rounds: 5, seconds: 4 });
}
