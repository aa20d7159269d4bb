/** Measures the client and the emulator beside comparable packages. `--quick` measures less. */
import { countColdBurst } from "./cold-burst.ts";
import { measureImports } from "./import-time.ts";
import { measureMemory } from "./memory.ts";
import { measureOverhead } from "./overhead.ts";
import { measureSizes } from "./size.ts";
import { measureThroughput } from "./throughput.ts";
import { measureTokenEndpoints } from "./token-endpoints/measure.ts";

const isQuick = process.argv.includes("--quick");

console.log(`Node ${process.version}, ${process.arch}${isQuick ? ", quick run: the figures are imprecise" : ""}`);
await measureOverhead(isQuick ? { rounds: 5, calls: 20_000 } : { rounds: 25, calls: 100_000 });
await measureThroughput(isQuick ? { rounds: 3, calls: 500 } : { rounds: 35, calls: 1_500 });
await countColdBurst();
await measureSizes();
await measureImports({ rounds: isQuick ? 3 : 15 });
await measureMemory({ calls: isQuick ? 100_000 : 1_000_000 });
await measureTokenEndpoints(isQuick ? { rounds: 1, seconds: 2 } : { rounds: 5, seconds: 4 });
