import type { Check } from "../../../check.ts";
import type { RawExchange } from "../../../wire/raw-exchange.ts";
import { isHandled, judgeMessages, rawFinding, writeMessage } from "../raw-messages.ts";
import { validRequest } from "./messages.ts";

/** What a request says about its connection. */
export function connectionFieldChecks(): Check[] {
  return [
    {
      id: "http/upgrade",
      title: "The server does not switch to another protocol unless the request allows it",
      requirement: "rfc9110#7.8",
      requests: 2,
      async run(context) {
        const valid = await validRequest(context);
        // Without the settings that an upgrade to HTTP/2 requires (RFC 7540, section 3.2.1).
        const variants = ["h2c", "unknown/1.0"].map((protocol) => ({
          description: `a request with Upgrade: ${protocol}`,
          message: writeMessage(valid, {
            without: ["connection"],
            lines: ["connection: upgrade, close", `upgrade: ${protocol}`],
          }),
        }));
        return judgeMessages(context, valid, variants, "a 4xx status or an access token", isHandled);
      },
    },
    {
      id: "http/connection-close",
      title: "The server closes the connection after a request with Connection: close",
      requirement: "rfc9112#9.6",
      async run(context) {
        const valid = await validRequest(context);
        const exchange = await context.sendRaw({ origin: valid, message: writeMessage(valid) });
        const isMet = exchange.isClosed || exchange.responses.every(announcesClose);
        return isMet ? [] : [rawFinding("the end of the connection, or Connection: close", exchange)];
      },
    },
  ];
}

/** A busy server may close the connection a little later than the suite waits. */
function announcesClose({ headers }: RawExchange["responses"][number]): boolean {
  return /\bclose\b/i.test(headers["connection"] ?? "");
}
