import {
  CLIENT_ID_VARIABLE,
  CLIENT_SECRET_VARIABLE,
  RESERVED_CLIENT_ID_VARIABLE,
  RESERVED_CLIENT_SECRET_VARIABLE,
  SECOND_CLIENT_ID_VARIABLE,
  SECOND_CLIENT_SECRET_VARIABLE,
} from "../environment-variables.ts";

/** What the help of the command says after the options. */
export const HELP_TEXT: string = `
Targets:
  prism     a Prism mock server, started for the run
  emulator  the emulator of this project, started for the run
  url       a running server, at --base-url
  sandbox   MicroBilt's sandbox or, with --base-url, a server in place of it
  client    the requests of @microbilt-oauth/client

Environment variables, for --target url and --target sandbox:
  ${CLIENT_ID_VARIABLE}, ${CLIENT_SECRET_VARIABLE}
      the credentials of your application
  ${SECOND_CLIENT_ID_VARIABLE}, ${SECOND_CLIENT_SECRET_VARIABLE}
      those of a second application, if you have one
  ${RESERVED_CLIENT_ID_VARIABLE}, ${RESERVED_CLIENT_SECRET_VARIABLE}
      those of an application whose credentials contain reserved characters, if you have one
  HTTPS_PROXY, HTTP_PROXY, NO_PROXY
      the proxy, unless --proxy names one; servers on this machine are reached without it

Examples:
  microbilt-conformance --target emulator --strict
  microbilt-conformance --base-url https://staging.example.com --resource "POST /iPredict/GetReport"
  microbilt-conformance --target sandbox --only token-request --only "refusals/json-*"
  microbilt-conformance --explain token-response/expires_in
  pnpm --silent conformance --json > results.json    without --silent, pnpm prints lines of its own

Exit codes: 0 the target conforms, 1 it does not conform, 2 the command could not run.
A run that Ctrl-C or another signal ends writes its results so far and exits with 128 plus the signal's number.`;

/** What the help of the comparison says after the options. */
export const DIFF_HELP_TEXT = "\nExit codes: 0 no result got worse, 1 a result got worse, 2 the command could not run.";
