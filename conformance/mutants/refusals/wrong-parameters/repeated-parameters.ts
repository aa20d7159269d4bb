import type { Mutant } from "../../mutant.ts";
import {
  bodyParametersOf,
  flowOf,
  mutateRequest,
  PARAMETER_NAMES,
  type ParameterName,
  validParameters,
  withParameters,
} from "../../operators/token-request.ts";

/** Repeated parameters of which the token endpoint uses the one that suits. */
export const repeatedParameterMutants: readonly Mutant[] = [
  ...PARAMETER_NAMES.map(
    (name): Mutant => ({
      title: `The token endpoint accepts either of two JSON members ${name}`,
      killedBy: "refusals/json-repeated-members",
      mutate: mutateRequest((request, context) => {
        const valid = validParameters(context)[name];
        const isMatch = flowOf(context, request) === "json" && valuesIn(request.body.toString(), name).includes(valid);
        return isMatch ? withParameters(context, request, { ...bodyParametersOf(request), [name]: valid }) : undefined;
      }),
    }),
  ),
  ...([0, -1] as const).map(
    (index): Mutant => ({
      title: `The token endpoint uses the ${index === 0 ? "first" : "last"} of two different fields in a form token request`,
      killedBy: "refusals/form-conflicting-fields",
      mutate: mutateRequest((request, context) =>
        flowOf(context, request) === "form"
          ? {
              ...request,
              query: onlyAt(index, request.query),
              body: Buffer.from(onlyAt(index, request.body.toString())),
            }
          : undefined,
      ),
    }),
  ),
];

/** The values of a JSON member that appears more than once. */
function valuesIn(body: string, name: ParameterName): readonly string[] {
  const values = [...body.matchAll(new RegExp(`"${name}":"([^"]*)"`, "g"))].map(([, value = ""]) => value);
  return values.length > 1 ? values : [];
}

/** Keeps one field of each name. */
function onlyAt(index: number, form: string): string {
  const fields = new URLSearchParams(form);
  for (const name of [...fields.keys()]) {
    fields.set(name, fields.getAll(name).at(index) ?? "");
  }
  return fields.toString();
}
