/** Whether logs and monitoring show what failed. */

import { inspect } from "node:util";
import pino from "pino";
import winston from "winston";
import { REJECTED_CREDENTIALS } from "../../src/contract.ts";
import { check } from "../../src/processes/program-check.ts";
import { causesOf, clientOf, closedPort, failureOf, pause, SECRET, withServer } from "./support.ts";

const ONCE = { retry: false };
/** Made anew for each: winston writes into the errors it logs. */
const FAILURES: Readonly<Record<string, { readonly fail: () => Promise<unknown>; readonly shows: readonly RegExp[] }>> =
  {
    "rejected credentials": {
      fail: rejection,
      shows: [/invalid_client/, /401/, /ClientId is Invalid/],
    },
    "a network failure": {
      fail: async () => failureOf(clientOf(`http://127.0.0.1:${await closedPort()}`, ONCE).getAccessToken()),
      shows: [/network_error/, /ECONNREFUSED/],
    },
  };

async function rejection(): Promise<unknown> {
  let error: unknown;
  await withServer({ onTokenRequest: () => ({ status: 401, body: REJECTED_CREDENTIALS }) }, async (server) => {
    error = await failureOf(clientOf(server.url, ONCE).getAccessToken());
    return "";
  });
  return error;
}

const SERIALIZERS: Readonly<Record<string, (error: unknown) => Promise<string> | string>> = {
  "pino, error first": (error) => logged((write) => pino({}, { write }).error(error, "failed")),
  "pino, as err": (error) => logged((write) => pino({}, { write }).error({ err: error }, "failed")),
  "winston, as metadata": (error) => winstonOutput((logger) => logger.error("failed", { error })),
  "winston, error first": (error) => winstonOutput((logger) => logger.error(error as Error)),
  "JSON.stringify": (error) => JSON.stringify(error),
  "JSON.stringify, inside an object": (error) => JSON.stringify({ error }),
  structuredClone: (error) => inspect(structuredClone(error)),
  "util.inspect": (error) => inspect(error),
  "String()": (error) => String(error),
  stack: (error) => String((error as Error).stack),
  "a serializer like Sentry's": sentryLike,
};

for (const [what, { fail, shows }] of Object.entries(FAILURES)) {
  for (const [name, serialize] of Object.entries(SERIALIZERS)) {
    await check(`${name} shows ${what}`, async (expect) => {
      const output = await serialize(await fail());
      for (const pattern of shows) {
        expect(pattern.test(output), `it shows ${pattern}`);
      }
      expect(!output.includes(SECRET), "it shows no secret");
      return output.replace(/\\?\s*\\n\s+at [^"]*|\n\s+at .*/g, "").slice(0, 240);
    });
  }
}

function logged(write: (sink: (line: string) => void) => void): string {
  let output = "";
  write((line) => {
    output += line;
  });
  return output;
}

async function winstonOutput(write: (logger: winston.Logger) => void): Promise<string> {
  const { Writable } = await import("node:stream");
  let output = "";
  const stream = new Writable({
    write(chunk, _encoding, done) {
      output += chunk;
      done();
    },
  });
  const { combine, errors, json, timestamp } = winston.format;
  const format = combine(errors({ stack: true }), timestamp(), json());
  write(winston.createLogger({ format, transports: [new winston.transports.Stream({ stream })] }));
  await pause(20);
  return output;
}

/** Name, message and causes, and the error's own properties as extra data. */
function sentryLike(error: unknown): string {
  const chain = [error, ...causesOf(error)].map((one) => ({
    type: (one as Error).name,
    value: (one as Error).message,
  }));
  const own = Object.entries(error as object).filter(([key]) => !["name", "message", "stack", "cause"].includes(key));
  return JSON.stringify({ exception: chain, extra: Object.fromEntries(own) });
}

process.exit();
