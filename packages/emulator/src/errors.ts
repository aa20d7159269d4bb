/**
 * A stable code for each kind of failure. A code never changes its meaning.
 *
 * - `invalid_argument`: an option or an argument is invalid. The message names it and says what to pass.
 * - `invalid_document`: the OpenAPI document lacks something that the emulator needs. The message names it.
 * - `cannot_listen`: the emulator cannot listen at an address, for example because the port is in use.
 */
export type EmulatorErrorCode = "invalid_argument" | "invalid_document" | "cannot_listen";

/** The error that the emulator throws. Its message never contains a client secret or an access token. */
export class EmulatorError extends Error {
  /** Always `"EmulatorError"`. */
  override name = "EmulatorError";
  /** What kind of failure it is. */
  readonly code: EmulatorErrorCode;

  /**
   * Creates the error.
   *
   * @param code what kind of failure it is
   * @param message what is wrong, and what to do about it
   * @param options may hold the error that caused this one
   */
  constructor(code: EmulatorErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Creates the error for an invalid option or argument. */
export function invalidArgument(message: string): EmulatorError {
  return new EmulatorError("invalid_argument", message);
}
