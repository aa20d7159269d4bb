import type { OpenApiDocument, Pointer } from "@microbilt-oauth/spec";
import { describe, expect, test } from "vitest";
import { allRequirements } from "../../src/requirements/all-requirements.ts";
import type { CitingCheck } from "../../src/requirements/check-index.ts";
import { documentStatements } from "../../src/requirements/document-statements.ts";
import { STANDARDS } from "../../src/requirements/standards/all.ts";
import type { Evidence, Standard } from "../../src/requirements/statement.ts";
import { traceRequirements } from "../../src/requirements/trace.ts";
import { checksFor } from "../../src/run/catalogue.ts";
import { spec } from "../support/run.ts";

const checks = [...checksFor(spec, "server"), ...checksFor(spec, "client")];
const sources = allRequirements(spec);
const statements = sources.flatMap((source) => source.statements);

describe("the table of requirements", () => {
  test("has every check under the place that it cites", () => {
    const traced = new Set(statements.flatMap((statement) => statement.checks));

    expect(checks.filter(({ id }) => !traced.has(id))).toEqual([]);
  });

  test("has checks or a reason for every statement, never both and never neither", () => {
    const wrong = statements.filter(({ checks, unchecked }) => checks.length > 0 === (unchecked !== undefined));

    expect(wrong).toEqual([]);
  });

  test("has every statement of the document that MicroBilt documents or that was observed", () => {
    const places = documentStatements(spec.document).flatMap(({ pointer, source }) =>
      source === "documentation" || source === "observation" ? [pointer] : [],
    );

    expect(places.length).toBeGreaterThan(40);
    expect(places.filter((place) => !statements.some((statement) => statement.place === place))).toEqual([]);
  });

  test("has a statement for each section of a standard from which a statement of the document comes", () => {
    const sections = documentStatements(spec.document).flatMap(({ source }) =>
      source.startsWith("rfc") ? [source] : [],
    );

    expect(sections.length).toBeGreaterThan(3);
    expect(sections.filter((section) => !statements.some(({ place }) => place === section))).toEqual([]);
  });

  test("links each section of a standard", () => {
    const { url } = statements.find(({ place }) => place === "rfc6749#4.4.3") ?? {};

    expect(url).toBe("https://www.rfc-editor.org/rfc/rfc6749#section-4.4.3");
  });

  test.each(STANDARDS)("has the statements of $rfc as sentences, in the order of its sections", ({ statements }) => {
    const sections = statements.map(({ section }) => section);

    expect(sections).toEqual(sections.toSorted((one, other) => one.localeCompare(other, "en", { numeric: true })));
    for (const { text, unchecked = "." } of statements) {
      expect(text).toMatch(/^[A-Z\d].*\.$/);
      expect(unchecked).toMatch(/\.$/);
    }
    expect(new Set(statements.map(({ text }) => text)).size).toBe(statements.length);
  });
});

describe("a check", () => {
  const check: CitingCheck = { id: "bearer/new", requirement: "rfc6750#2.2" };

  test("belongs to the only statement of the section that it cites", () => {
    const traced = traceRequirements(spec, [...checks, check]);

    expect(statementsOf(traced, "rfc6750#2.2")).toEqual([
      expect.objectContaining({ checks: expect.arrayContaining([check.id]) }),
    ]);
  });

  test("that cites a section with several checked statements must be named by one of them", () => {
    expect(() => traceRequirements(spec, [...checks, { ...check, requirement: "rfc6749#3.2" }])).toThrow(
      "bearer/new cites rfc6749#3.2, but no statement there names it. Add it to the checks of the right one.",
    );
  });

  test("that cites a section whose statements all have a reason for no check is a problem", () => {
    expect(() => traceRequirements(spec, [...checks, { ...check, requirement: "rfc6749#7.1" }])).toThrow(
      "bearer/new cites rfc6749#7.1, but no statement there names it.",
    );
  });

  test("that cites a section without a statement is a problem", () => {
    expect(() => traceRequirements(spec, [...checks, { ...check, requirement: "rfc6749#99" }])).toThrow(
      "bearer/new cites rfc6749#99, of which src/requirements/standards has no statement. Add one.",
    );
  });

  test("that cites a place in the document belongs to the statement that contains it", () => {
    const requirement: Pointer = "#/components/responses/InvalidClient/content";
    const traced = traceRequirements(spec, [...checks, { ...check, requirement }]);

    expect(statementsOf(traced, "#/components/responses/InvalidClient")).toEqual([
      expect.objectContaining({ checks: expect.arrayContaining([check.id]) }),
    ]);
  });

  test("that cites a place whose source is a section of a standard belongs to that section", () => {
    const requirement: Pointer = "#/components/responses/ContentTooLarge";
    const traced = traceRequirements(spec, [...checks, { ...check, requirement }]);

    expect(statementsOf(traced, "rfc9110#15.5.14")).toEqual([
      expect.objectContaining({ checks: expect.arrayContaining([check.id]) }),
    ]);
  });
});

describe("a statement of a standard", () => {
  test("is a problem without a check and a reason", () => {
    expect(() => traceWith({})).toThrow('rfc6749#99 has neither a check nor a reason: "New."');
  });

  test("can have a reason", () => {
    expect(traceWith({ unchecked: "It cannot be observed." })).toContainEqual(
      expect.objectContaining({ checks: [], unchecked: "It cannot be observed." }),
    );
  });

  test("can name checks, each by its id or several by the start of theirs, in the order in which they run", () => {
    expect(traceWith({ checks: ["token-request/repeated", "token-request/json-or*"] })).toContainEqual(
      expect.objectContaining({ checks: ["token-request/json-order", "token-request/repeated"] }),
    );
  });

  test("must not name a check that does not exist", () => {
    expect(() => traceWith({ checks: ["token-request/json", "bearer/nonsense"] })).toThrow(
      'rfc6749#99 names the check "bearer/nonsense", which does not exist.',
    );
    expect(() => traceWith({ checks: ["token-request/json", "bearer/nonsense*"] })).toThrow("which does not exist");
  });
});

describe("a statement of the document", () => {
  test("is a problem without a check and evidence", () => {
    const document = structuredClone(spec.document) as OpenApiDocument & { components: { responses: object } };
    Object.assign(document.components.responses, { New: { description: "New.", "x-source": "documentation" } });

    expect(() => traceRequirements({ document }, checks)).toThrow(
      '#/components/responses/New has neither a check nor a reason: "New."',
    );
  });

  test("must not have evidence that it does not need", () => {
    const evidence = [{ at: "#/components/schemas/TokenResponse" as const, unchecked: "It is new." }];

    expect(() => traceRequirements(spec, checks, { evidence })).toThrow(
      "No statement of the document needs the evidence at #/components/schemas/TokenResponse.",
    );
  });

  test("says in plain text what the document says, in one sentence", () => {
    expect(statementsOf(sources, "#/components/parameters/GrantType")).toEqual([
      expect.objectContaining({ text: "The grant type of a form request, which requires it." }),
    ]);
    expect(statements.filter(({ text }) => text === "" || /\*\*|`|\]\(/.test(text))).toEqual([]);
  });
});

/** Traces a new statement of RFC 6749 with this evidence, and returns the statements of its section. */
function traceWith(evidence: Evidence) {
  const standards = STANDARDS.map(
    (standard): Standard =>
      standard.rfc === "rfc6749"
        ? { ...standard, statements: [...standard.statements, { section: "99", text: "New.", ...evidence }] }
        : standard,
  );
  return statementsOf(traceRequirements(spec, checks, { standards }), "rfc6749#99");
}

function statementsOf(traced: ReturnType<typeof traceRequirements>, place: string) {
  return traced.flatMap((source) => source.statements).filter((statement) => statement.place === place);
}
