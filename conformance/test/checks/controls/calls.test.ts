/** No check blames a server for how it rejects calls, or a product for how it responds. */
import { describeControls } from "./describe-controls.ts";
import { productControls, rejectedCallControls } from "./servers/calls.ts";

describeControls([...rejectedCallControls, ...productControls]);
