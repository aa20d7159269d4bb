const MAX_PORT = 65_535;

/** What a port has to be, for error messages. */
export const PORT_REQUIREMENT: string = `an integer from 0 to ${MAX_PORT}`;

/** Whether a value is a port, or 0 for any free port. */
export function isPort(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) <= MAX_PORT;
}

/** Reads a port from a command line. Returns undefined if the text is not a port. */
export function parsePort(text: string): number | undefined {
  const port = /^\d+$/.test(text) ? Number(text) : undefined;
  return isPort(port) ? port : undefined;
}
