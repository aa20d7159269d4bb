import fc from "fast-check";

/** What the token endpoint sends. `expiresIn` is in s. */
export type TokenOutcome =
  | { readonly kind: "new token" | "same token"; readonly expiresIn: number }
  | { readonly kind: "invalid client" | "503" | "429" | "HTML page" | "network error" };

/** What a product sends. */
export type CallOutcome = "by token" | "401 fault" | "500 fault" | "own 401" | "own 500" | "network error";

/** What the token store does with its operations. */
export type StoreMode = "works" | "fails" | "hangs";

/** One step of a sequence. */
export type Command =
  | { readonly do: "get token" | "call" }
  | { readonly do: "abort" | "end context"; readonly caller: number }
  | { readonly do: "respond to token request"; readonly outcome: TokenOutcome; readonly which: number }
  | { readonly do: "respond to call"; readonly outcome: CallOutcome; readonly which: number }
  | { readonly do: "advance clock" | "shift time of day"; readonly ms: number }
  | { readonly do: "set store"; readonly mode: StoreMode }
  | { readonly do: "share a token from another process"; readonly expiresIn: number }
  | { readonly do: "invalidate" }
  | { readonly do: "revoke" };

const index = fc.nat({ max: 7 });
const expiresIn = fc.oneof(fc.constantFrom(0, 1, 10, 60, 3_599), fc.nat({ max: 7_200 }));

const tokenOutcome: fc.Arbitrary<TokenOutcome> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant("new token" as const), expiresIn }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("same token" as const), expiresIn }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constantFrom("invalid client" as const, "503", "429", "HTML page", "network error"),
    }),
  },
);

const callOutcome = fc.oneof(
  { weight: 4, arbitrary: fc.constant<CallOutcome>("by token") },
  {
    weight: 3,
    arbitrary: fc.constantFrom<CallOutcome>("401 fault", "500 fault", "own 401", "own 500", "network error"),
  },
);

const duration = fc.oneof(
  fc.constantFrom(1, 250, 1_000, 9_000, 60_000, 3_540_000, 3_600_000),
  fc.nat({ max: 4_000_000 }),
);

const command: fc.Arbitrary<Command> = fc.oneof<fc.Arbitrary<Command>[]>(
  fc.record({ do: fc.constantFrom("get token" as const, "call") }),
  fc.record({ do: fc.constantFrom("get token" as const, "call") }),
  fc.record({ do: fc.constant("respond to token request" as const), outcome: tokenOutcome, which: index }),
  fc.record({ do: fc.constant("respond to token request" as const), outcome: tokenOutcome, which: index }),
  fc.record({ do: fc.constant("respond to call" as const), outcome: callOutcome, which: index }),
  fc.record({ do: fc.constant("respond to call" as const), outcome: callOutcome, which: index }),
  fc.record({ do: fc.constantFrom("abort" as const, "end context"), caller: index }),
  fc.record({ do: fc.constant("advance clock" as const), ms: duration }),
  fc.record({
    do: fc.constant("shift time of day" as const),
    ms: fc.constantFrom(-3_600_000, -600_000, -1, 600_000, 3_600_000),
  }),
  fc.record({ do: fc.constant("set store" as const), mode: fc.constantFrom<StoreMode>("works", "fails", "hangs") }),
  fc.record({ do: fc.constant("share a token from another process" as const), expiresIn }),
  fc.record({ do: fc.constant("invalidate" as const) }),
  fc.record({ do: fc.constant("revoke" as const) }),
);

const newToken = { kind: "new token", expiresIn: 3_599 } as const;

/** What random commands rarely do in a row. */
const story: fc.Arbitrary<readonly Command[]> = fc.constantFrom(
  // A product refuses a call, and refuses it again with a new token.
  [
    { do: "call" },
    { do: "respond to token request", outcome: newToken, which: 0 },
    { do: "respond to call", outcome: "own 401", which: 0 },
    { do: "respond to token request", outcome: newToken, which: 0 },
    { do: "respond to call", outcome: "own 401", which: 0 },
  ],
  // A token is due, and the context of the call that starts the refresh ends.
  [
    { do: "get token" },
    { do: "respond to token request", outcome: newToken, which: 0 },
    { do: "advance clock", ms: 3_550_000 },
    { do: "get token" },
    { do: "end context", caller: 1 },
  ],
);

/** Sequences of any commands in any order. */
export const commandSequences: fc.Arbitrary<readonly Command[]> = fc
  .array(
    fc.oneof(
      {
        weight: 20,
        arbitrary: command.map((one) => [one]),
      },
      { weight: 1, arbitrary: story },
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.flat());
