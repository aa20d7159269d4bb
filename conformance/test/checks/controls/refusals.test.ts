/** No check blames a server for how it rejects token requests, or for what it accepts beside the documented ones. */
import { describeControls } from "./describe-controls.ts";
import { busyControls, lockoutControls } from "./servers/interruptions.ts";
import { lenientControls } from "./servers/lenient.ts";
import { refusalControls, secretControls } from "./servers/refusals.ts";

describeControls([...refusalControls, ...busyControls, ...lockoutControls, ...lenientControls, ...secretControls]);
