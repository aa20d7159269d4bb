import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { Readable } from "node:stream";
import { CannotRun } from "../errors.ts";
import type { Host } from "../host.ts";

/** A longer body is sent while it is read, so that it does not need memory; it cannot be sent again. */
const MAX_BUFFERED_BYTES = 1024 * 1024;

/** What `--data` says to send. A stream can be sent only once. */
export type RequestBody = string | Uint8Array<ArrayBuffer> | Readable;

/**
 * Reads `--data`: the text itself, `@file`, or `@-` for standard input.
 *
 * @throws {CannotRun} if the file cannot be read
 */
export async function readRequestBody(data: string, { stdin }: Pick<Host, "stdin">): Promise<RequestBody> {
  if (!data.startsWith("@")) {
    return data;
  }
  const file = data.slice(1);
  if (file === "") {
    throw new CannotRun("--data @ must name a file, as in --data @report.json, or --data @- for standard input.");
  }
  return bufferIfShort(file === "-" ? Readable.from(stdin) : await openFile(file));
}

async function openFile(file: string): Promise<Readable> {
  try {
    if ((await stat(file)).isDirectory()) {
      throw new CannotRun(`--data: ${file} is a folder; pass a file.`);
    }
  } catch (error) {
    throw error instanceof CannotRun ? error : cannotRead(file, error);
  }
  return createReadStream(file);
}

/** Reads the start of a stream. Returns all of it if it is short, or else a stream with the same content. */
async function bufferIfShort(stream: Readable): Promise<Uint8Array<ArrayBuffer> | Readable> {
  const chunks: Buffer[] = [];
  let length = 0;
  const iterator: AsyncIterator<Buffer | string> = stream[Symbol.asyncIterator]();
  try {
    while (length <= MAX_BUFFERED_BYTES) {
      const { done, value } = await iterator.next();
      if (done) {
        return new Uint8Array(Buffer.concat(chunks));
      }
      const chunk = Buffer.from(value);
      chunks.push(chunk);
      length += chunk.length;
    }
  } catch (error) {
    throw cannotRead("the file", error);
  }
  return Readable.from(
    (async function* () {
      yield* chunks;
      yield* { [Symbol.asyncIterator]: () => iterator };
    })(),
  );
}

function cannotRead(file: string, error: unknown): CannotRun {
  return new CannotRun(`--data: cannot read ${file} (${(error as NodeJS.ErrnoException).code ?? error}).`);
}

/**
 * Asserts that a body that is declared as JSON is JSON. A call can cost money, so a mistake is found before it is sent. A
 * stream is not checked.
 *
 * @throws {CannotRun} if it is not
 */
export function assertJson(body: RequestBody): void {
  if (body instanceof Readable) {
    return;
  }
  const text = typeof body === "string" ? body : Buffer.from(body).toString();
  try {
    JSON.parse(text);
  } catch {
    const isFileName = typeof body === "string" && /^[\w./\\-]+\.\w+$/.test(body);
    throw new CannotRun(
      isFileName
        ? `--data is not JSON, so it was not sent. To send the content of a file, put @ before its name: --data @${body}`
        : '--data is not JSON, so it was not sent. If it is another format, say so with --header, as in --header "Content-Type: text/plain".',
    );
  }
}
