import { CREDENTIAL_SOURCES } from "../connection/credentials.ts";

/** What the help of the command says after the list of commands. */
export const HELP_TEXT: string = `
Credentials:
  ${CREDENTIAL_SOURCES[0]?.toUpperCase()}${CREDENTIAL_SOURCES.slice(1)}.
  They are never arguments, because other users of the machine can see those.

Examples:
  microbilt check --environment sandbox
  microbilt call POST /iPredict/GetReport --data @report.json --environment sandbox
  microbilt types iPredict_6.yaml --out src/microbilt

Run microbilt <command> --help for the options of a command.`;
