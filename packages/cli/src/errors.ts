/** The command cannot do what it was told to. The message says what to do; it is printed on one line, without a stack. */
export class CannotRun extends Error {
  override readonly name: string = "CannotRun";
}
