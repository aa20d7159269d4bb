/** No check blames a server for other access tokens, lifetimes and times, or for how it writes responses. */
import { describeControls } from "./describe-controls.ts";
import { productControls, rejectedCallControls } from "./servers/calls.ts";
import { clockControls, tokenControls, writtenControls } from "./servers/token-responses.ts";

describeControls([...tokenControls, ...clockControls, ...writtenControls, ...rejectedCallControls, ...productControls]);
