import { readFile } from "node:fs/promises";
import { EmulatorError } from "../errors.ts";

/** Reads a file in YAML or JSON. */
export async function readYamlOrJson(file: string): Promise<unknown> {
  // Loaded here, because the command without files does not need it.
  const { parse } = await import("yaml");
  return parseFile(file, "neither YAML nor JSON", parse);
}

/** Reads a file in JSON. */
export function readJson(file: string): Promise<unknown> {
  return parseFile(file, "not JSON", JSON.parse);
}

async function parseFile(file: string, problem: string, parse: (text: string) => unknown): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    throw new EmulatorError("invalid_document", `Cannot read ${file}: ${(error as Error).message}`, { cause: error });
  }
  try {
    return parse(text);
  } catch (error) {
    throw new EmulatorError("invalid_document", `${file} is ${problem}: ${(error as Error).message}`, { cause: error });
  }
}
