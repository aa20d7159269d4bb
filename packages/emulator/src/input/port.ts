const MAX_PORT = 65_535;

/** What a port must be, for error messages. */
export const PORT_REQUIREMENT: string = `an integer from 0 to ${MAX_PORT}`;

/** Whether a value is a port, or 0 for any free port. */
export function isPort(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) <= MAX_PORT;
}

/** Parses a port. Returns undefined if the string is not a port. */
export function parsePort(text: string): number | undefined {
  const port = /^\d+$/.test(text) ? Number(text) : undefined;
  return isPort(port) ? port : undefined;
}
