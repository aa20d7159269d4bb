import { below, dereference, resolve, type Schema } from "@microbilt-oauth/spec";
import type { Difference } from "../difference.ts";
import type { SampleResponse } from "../page/page-facts.ts";
import { type Comparison, difference, listed } from "./comparison.ts";

/** Units of time as pages write them, and as the document's `x-unit` does. */
const UNITS: readonly (readonly [pattern: RegExp, unit: string])[] = [
  [/\bmilliseconds?\b|\bms\b/i, "ms"],
  [/\bseconds?\b/i, "s"],
  [/\bminutes?\b/i, "min"],
  [/\bhours?\b/i, "h"],
  [/\bdays?\b/i, "d"],
];

/** The members of a token response, the sample, and the units. */
export function compareResponses(comparison: Comparison): Difference[] {
  const { facts } = comparison;
  const { properties, pointer } = responseSchema(comparison);
  const inSample = new Map(facts.sample?.members.map(({ name, position }) => [name, facts.page.lineAt(position)]));
  const onPage = new Map([...facts.responseRows.map(({ name, line }) => [name, line] as const), ...inSample]);
  const report = (name: string, message: string, where: typeof pointer) =>
    difference(comparison, `the member ${name} of the token response`, message, onPage.get(name), where);
  const added = [...onPage.keys()].filter((name) => !Object.hasOwn(properties, name));
  const absent = Object.keys(properties).filter((name) => !onPage.has(name));
  return [
    ...added.map((name) => report(name, "The page has it; the document does not.", below(pointer, "properties"))),
    ...absent.map((name) =>
      report(name, "The page does not have it; the document does.", below(pointer, "properties", name)),
    ),
    ...compareSample(comparison),
    ...compareUnits(comparison),
  ];
}

function compareSample(comparison: Comparison): Difference[] {
  const { sample } = comparison.facts;
  const { properties, pointer } = responseSchema(comparison);
  if (!sample) {
    const message = "The page has no sample of a token response; the document has one.";
    return [difference(comparison, "the sample of the token response", message, undefined, examplePointer(comparison))];
  }
  const example = documentedExample(comparison);
  const differences = compareStatus(comparison, sample);
  for (const { name, value, position } of sample.members) {
    const schema = properties[name];
    if (!schema) {
      continue;
    }
    const fact = `the value of ${name} in the sample`;
    const allowed = schema.enum as readonly unknown[] | undefined;
    if (schema.type !== undefined && typeof value !== schema.type) {
      const message = `On the page it is a ${typeof value}; in the document it is a ${schema.type}.`;
      differences.push(difference(comparison, fact, message, position, below(pointer, "properties", name, "type")));
    } else if (allowed && !allowed.includes(value)) {
      const message = `The page has ${value}; the document allows ${listed(allowed.map(String))}.`;
      differences.push(difference(comparison, fact, message, position, below(pointer, "properties", name, "enum")));
    } else if (schema.pattern !== undefined && !new RegExp(schema.pattern, "u").test(String(value))) {
      const message = `The page has ${value}; the document requires the pattern ${schema.pattern}.`;
      differences.push(difference(comparison, fact, message, position, below(pointer, "properties", name, "pattern")));
    } else if (Object.hasOwn(example, name) && example[name] !== value) {
      const message = `The page has ${value}; the document's example has ${example[name]}.`;
      differences.push(
        difference(comparison, fact, message, position, below(examplePointer(comparison), "value", name)),
      );
    }
  }
  const inTable = new Set(comparison.facts.responseRows.map(({ name }) => name));
  const absent = Object.keys(example).filter(
    (name) => inTable.has(name) && !sample.members.some((member) => member.name === name),
  );
  for (const name of absent) {
    const message = "The sample of the page does not have it; the document's example does.";
    const where = below(examplePointer(comparison), "value", name);
    differences.push(difference(comparison, `the member ${name} of the sample`, message, sample.position, where));
  }
  return differences;
}

function compareStatus(comparison: Comparison, { status }: SampleResponse): Difference[] {
  const { document, contract } = comparison.documented;
  const responses = document.paths[contract.tokenEndpoint.path]?.post?.responses ?? {};
  const documented = Object.keys(responses).filter((code) => code.startsWith("2"));
  if (!status || documented.includes(status.value)) {
    return [];
  }
  const message = `The page has ${status.value}; the document has ${listed(documented)}.`;
  const where = below(contract.tokenEndpoint.pointer, "responses", documented[0] ?? "200");
  return [difference(comparison, "the status of the token response", message, status.position, where)];
}

function compareUnits(comparison: Comparison): Difference[] {
  const { properties, pointer } = responseSchema(comparison);
  const differences: Difference[] = [];
  for (const [name, schema] of Object.entries(properties)) {
    const unit = schema["x-unit"];
    if (unit === undefined) {
      continue;
    }
    const row = comparison.facts.responseRows.find((each) => each.name === name);
    const where = below(pointer, "properties", name, "x-unit");
    const fact = `the unit of ${name}`;
    const stated = UNITS.find(([pattern]) => pattern.test(row?.description ?? ""))?.[1];
    if (!row) {
      differences.push(
        difference(comparison, fact, `The page does not describe ${name}; the document has ${unit}.`, undefined, where),
      );
    } else if (stated !== undefined && stated !== unit) {
      differences.push(
        difference(comparison, fact, `The page has ${stated}; the document has ${unit}.`, row.descriptionLine, where),
      );
    }
  }
  return differences;
}

interface MemberSchema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly "x-unit"?: string;
}

/** The documented members of the response. */
function responseSchema({ documented }: Comparison): {
  readonly pointer: `#/${string}`;
  readonly properties: Readonly<Record<string, MemberSchema>>;
} {
  const { document, contract, isDocumented } = documented;
  const { pointer } = contract.tokenResponse;
  const schema = dereference(document, resolve(document, pointer)) as Schema;
  const properties = Object.entries(schema.properties ?? {})
    .filter(([name]) => isDocumented(below(pointer, "properties", name)))
    .map(([name, member]) => [name, dereference(document, member) as MemberSchema] as const);
  return { pointer, properties: Object.fromEntries(properties) };
}

/** Points to the example that comes from the documentation. */
function examplePointer({ documented }: Comparison): `#/${string}` {
  const { pointer, mediaType } = {
    ...documented.contract.tokenEndpoint,
    mediaType: documented.contract.tokenResponse.mediaType,
  };
  const media = below(pointer, "responses", "200", "content", mediaType);
  const { examples = {} } = resolve(documented.document, media) as { examples?: Record<string, unknown> };
  const name = Object.keys(examples).find((each) => documented.isDocumented(below(media, "examples", each)));
  return name === undefined ? media : below(media, "examples", name);
}

function documentedExample(comparison: Comparison): Readonly<Record<string, unknown>> {
  const { document } = comparison.documented;
  const example = dereference(document, resolve(document, examplePointer(comparison))) as {
    value?: Record<string, unknown>;
  };
  return example.value ?? {};
}
