/** Why a call is not the one that the product's document describes. */
export interface CallProblem {
  /** The part of the request that is invalid. */
  readonly in: "query" | "header" | "path" | "body";
  /** The name of the parameter, or a JSON pointer into the body, such as `/PersonInfo/SSN`. Empty for the whole body. */
  readonly at: string;
  /** A description for a developer. */
  readonly message: string;
}
