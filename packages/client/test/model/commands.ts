import fc from "fast-check";

/** What the token endpoint answers. `lifetime` in s. */
export type TokenAnswer =
  | { readonly kind: "grant"; readonly lifetime: number }
  | { readonly kind: "the same token"; readonly lifetime: number }
  | { readonly kind: "refusal" | "failure" | "too many" | "a page" | "network error" };

/** What a product answers. */
export type CallAnswer = "by the token" | "401 fault" | "500 fault" | "its own 500" | "network error";

/** One step of a story. */
export type Command =
  | { readonly do: "ask" | "call" }
  | { readonly do: "abort"; readonly caller: number }
  | { readonly do: "answer token request"; readonly answer: TokenAnswer; readonly which: number }
  | { readonly do: "answer call"; readonly answer: CallAnswer; readonly which: number }
  | { readonly do: "pass" | "set the time of day"; readonly ms: number }
  | { readonly do: "invalidate" }
  | { readonly do: "revoke" };

const index = fc.nat({ max: 7 });
const lifetime = fc.oneof(fc.constantFrom(0, 1, 10, 60, 3_599), fc.nat({ max: 7_200 }));

const tokenAnswer: fc.Arbitrary<TokenAnswer> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant("grant" as const), lifetime }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("the same token" as const), lifetime }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constantFrom("refusal" as const, "failure", "too many", "a page", "network error"),
    }),
  },
);

const callAnswer = fc.oneof(
  { weight: 4, arbitrary: fc.constant<CallAnswer>("by the token") },
  { weight: 3, arbitrary: fc.constantFrom<CallAnswer>("401 fault", "500 fault", "its own 500", "network error") },
);

const duration = fc.oneof(
  fc.constantFrom(1, 250, 1_000, 9_000, 60_000, 3_540_000, 3_600_000),
  fc.nat({ max: 4_000_000 }),
);

/** Stories: any commands in any order. */
export const stories: fc.Arbitrary<readonly Command[]> = fc.array(
  fc.oneof<fc.Arbitrary<Command>[]>(
    fc.record({ do: fc.constantFrom("ask" as const, "call") }),
    fc.record({ do: fc.constantFrom("ask" as const, "call") }),
    fc.record({ do: fc.constant("answer token request" as const), answer: tokenAnswer, which: index }),
    fc.record({ do: fc.constant("answer token request" as const), answer: tokenAnswer, which: index }),
    fc.record({ do: fc.constant("answer call" as const), answer: callAnswer, which: index }),
    fc.record({ do: fc.constant("answer call" as const), answer: callAnswer, which: index }),
    fc.record({ do: fc.constant("abort" as const), caller: index }),
    fc.record({ do: fc.constant("pass" as const), ms: duration }),
    fc.record({
      do: fc.constant("set the time of day" as const),
      ms: fc.constantFrom(-3_600_000, -600_000, -1, 600_000, 3_600_000),
    }),
    fc.record({ do: fc.constant("invalidate" as const) }),
    fc.record({ do: fc.constant("revoke" as const) }),
  ),
  { maxLength: 40 },
);
