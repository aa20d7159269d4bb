/** What went wrong, for programs. Stable: a code is never reused for something else. */
export type EmulatorErrorCode =
  /** An option or an argument is not usable; the message says what to write instead. */
  | "invalid_argument"
  /** The document lacks something that the emulator answers from; the message says what. */
  | "invalid_document"
  /** The address cannot be listened on: the port is taken, or the host is not this machine's. */
  | "cannot_listen";

/** The emulator was asked for something it cannot do. */
export class EmulatorError extends Error {
  override name = "EmulatorError";
  readonly code: EmulatorErrorCode;

  constructor(code: EmulatorErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
