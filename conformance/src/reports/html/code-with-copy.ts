import { html } from "hono/html";
import type { Html } from "./html.ts";

/** A block of code with a button that copies it; the script shows the button. */
export function codeWithCopy(text: string): Html {
  return html`<div class="copyable"><pre tabindex="0"><code>${text}</code></pre><button type="button" class="copy" hidden>Copy</button></div>`;
}
