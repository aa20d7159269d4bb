import { describeConformance } from "../../../src/adapters/vitest/index.ts";
import { clientTarget } from "../../../src/targets/client.ts";

describeConformance("a selection with a typing error", clientTarget, { only: ["nonsense"] });
