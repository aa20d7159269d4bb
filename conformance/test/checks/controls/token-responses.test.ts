/** No check blames a server for other access tokens, lifetimes and times, or for how it writes token responses. */
import { describeControls } from "./describe-controls.ts";
import { clockControls, tokenControls, writtenControls } from "./servers/token-responses.ts";

describeControls([...tokenControls, ...clockControls, ...writtenControls]);
