import type { Check, CheckContext } from "../../../check.ts";
import type { Spec } from "../../../document/spec.ts";
import { NotApplicable } from "../../../errors.ts";
import type { IssuedToken } from "../../../wire/issued-token.ts";
import { expectThat } from "../../findings.ts";
import { memberPointer } from "../../pointers.ts";

const TOKENS = 64;
/** A server that issues fewer different tokens repeats a token until it expires, maybe on each of several instances. */
const LEAST_DIFFERENT = TOKENS / 2;
/** RFC 6749, section 10.10: an attacker guesses a token with a probability of at most 2^-128. */
const LEAST_BITS = 128;
/** The characters of a bearer token (RFC 6750, section 2.1). */
const LARGEST_ALPHABET = 69;
const PRECISION = 0.01;
/** How far the estimate may be too low: that of 128 random bits was at least 124 in 80,000 runs. */
const TOLERANCE_IN_BITS = 4;

/** Access tokens that nobody can guess, and that belong to one application. */
export function accessTokenChecks({ contract }: Spec): Check[] {
  return [
    {
      id: "token-response/guessing",
      title: `${TOKENS} access tokens all differ, and each contains at least ${LEAST_BITS} unpredictable bits`,
      requirement: "rfc6749#10.10",
      needs: ["burst", "tokens"],
      requests: TOKENS,
      async run(context) {
        const tokens = await requestTokens(context);
        const last = tokens.at(-1);
        const different = [...new Set(tokens.map(({ accessToken }) => accessToken))];
        if (!last || different.length < LEAST_DIFFERENT) {
          throw new NotApplicable("the server repeats an access token until it expires");
        }
        const bits = estimateBits(different);
        return [
          ...expectThat(
            different.length === TOKENS,
            `${TOKENS} different access tokens`,
            last,
            `${different.length} different access tokens`,
          ),
          ...expectThat(
            bits >= LEAST_BITS - TOLERANCE_IN_BITS,
            `at least ${LEAST_BITS} bits`,
            last,
            `about ${Math.round(bits)} bits`,
          ),
        ];
      },
    },
    {
      id: "token-response/own-token",
      title: "The token endpoint issues two applications different access tokens",
      requirement: memberPointer(contract, "access_token"),
      needs: ["second-application", "tokens"],
      requests: 1,
      async run(context) {
        const first = await context.sharedToken("json");
        const second = await context.requestToken("json", { credentials: context.target.secondCredentials });
        return expectThat(first.accessToken !== second.accessToken, "a different access token", second);
      },
    },
  ];
}

async function requestTokens(context: CheckContext): Promise<readonly IssuedToken[]> {
  const tokens: IssuedToken[] = [];
  while (tokens.length < TOKENS) {
    tokens.push(await context.requestToken("json"));
  }
  return tokens;
}

/** Adds up the bits that the characters at each position take; a position that never changes adds none. */
function estimateBits(tokens: readonly string[]): number {
  const length = Math.min(...tokens.map((token) => token.length));
  const sizeAt = (position: number) =>
    estimateAlphabet(new Set(tokens.map((token) => token[position])).size, tokens.length);
  return Array.from({ length }, (_, position) => Math.log2(sizeAt(position))).reduce((sum, bits) => sum + bits, 0);
}

/**
 * Estimates from how many characters a position was drawn, if so many different ones were seen in a number of tokens:
 * of 64 characters, 64 tokens show about 40.
 */
function estimateAlphabet(different: number, tokens: number): number {
  let [low, high] = [different, LARGEST_ALPHABET];
  while (high - low > PRECISION) {
    const size = (low + high) / 2;
    const expected = size * (1 - (1 - 1 / size) ** tokens);
    [low, high] = expected < different ? [size, high] : [low, size];
  }
  return low;
}
