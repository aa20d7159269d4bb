import { CREDENTIAL_SOURCES } from "../connection/credentials.ts";

/** How people may try to pass credentials. */
const CREDENTIAL_OPTION =
  /unknown option '-{1,2}(?:[\w-]*(?:secret|password|passwd|token|bearer)|client-?id|id|app|user|u)\b/i;

/** Makes one line of an error of Commander, says what to do, and removes values, which can be secrets. */
export function formatUsageError(text: string, commandName: string): string {
  if (CREDENTIAL_OPTION.test(text)) {
    return `error: Credentials cannot be arguments, because other users of this machine can see those: ${CREDENTIAL_SOURCES}.\n`;
  }
  const error = text
    .replace(/(unknown option '-{1,2}[^=']+)=.*'/s, "$1'")
    .replace(/\s*\n\s*/g, " ")
    .trim();
  const isHelpful = /\(Did you mean|Allowed choices|It must|is invalid/.test(error);
  return `${error.replace(/([^.)])$/, "$1.")}${isHelpful ? "" : ` For the usage, run ${commandName} --help.`}\n`;
}
