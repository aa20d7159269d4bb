import { servers } from "@microbilt-oauth/spec/contract";
import type { ProductDocumentSource } from "../../src/index.ts";

/** A response whose body names the example. */
const example = (name: string) => ({ value: { example: name } });

/** The document of an invented product, which has what the tests need. */
export const PRODUCT: ProductDocumentSource = {
  openapi: "3.0.3",
  info: { title: "Invented", version: "6" },
  servers: [{ url: `${servers.sandbox}/Invented` }],
  paths: {
    "/": { get: { responses: { "204": { description: "Nothing." } } } },
    "/GetReport": {
      post: {
        requestBody: {
          required: true,
          content: {
            "application/json": { schema: { $ref: "#/components/schemas/ReportRequest" } },
            "application/x-www-form-urlencoded": {
              schema: { type: "object", required: ["age"], properties: { age: { type: "integer" } } },
            },
          },
        },
        responses: {
          "400": {
            description: "Invalid.",
            content: { "application/json": { examples: { invalid: example("invalid") } } },
          },
          "200": {
            description: "The report.",
            content: {
              "application/json": {
                schema: { $ref: "#/components/schemas/Report" },
                examples: { accepted: example("accepted"), declined: example("declined") },
              },
            },
          },
        },
      },
    },
    "/GetArchiveReport": {
      parameters: [
        { name: "AppId", in: "query", required: true, schema: { type: "string", pattern: "^\\{?[0-9a-f-]{36}\\}?$" } },
      ],
      get: {
        parameters: [
          { name: "year", in: "query", schema: { type: "integer", minimum: 1900 } },
          { name: "tags", in: "query", schema: { type: "array", items: { type: "integer" } } },
          { name: "ids", in: "query", explode: false, schema: { type: "array", items: { type: "integer" } } },
          { name: "full", in: "query", schema: { type: "boolean" } },
          { name: "X-Version", in: "header", schema: { type: "string", enum: ["1", "2"] } },
        ],
        responses: {
          "200": {
            description: "The report.",
            content: { "application/json": { schema: { $ref: "#/components/schemas/Report" } } },
          },
        },
      },
    },
    "/GetDocument/{file}": {
      parameters: [{ name: "file", in: "path", required: true, schema: { type: "string", minLength: 3 } }],
      get: {
        responses: {
          "200": { description: "A file.", content: { "text/plain": { example: "the file" } } },
          default: { description: "A failure.", content: { "application/json": { example: { failed: true } } } },
        },
      },
    },
    "/GetDocument/latest": {
      get: { responses: { "200": { description: "A file.", content: { "text/plain": { example: "the latest" } } } } },
    },
  },
  components: {
    schemas: {
      ReportRequest: {
        type: "object",
        required: ["PersonInfo", "Number"],
        properties: {
          Number: { type: "integer", readOnly: true },
          PersonInfo: {
            type: "object",
            required: ["SSN"],
            properties: { SSN: { type: "string", pattern: "^[0-9]{9}$" }, Middle: { type: "string", nullable: true } },
          },
        },
      },
      Report: {
        type: "object",
        required: ["score"],
        properties: {
          score: { type: "integer", minimum: 300 },
          RESPONSE: { type: "object", properties: { STATUS: { type: "object" } } },
        },
      },
    },
  },
};

/** The path of the product. */
export const BASE_PATH = "/Invented";

/** A body that the document accepts for a report. */
export const VALID_BODY = { PersonInfo: { SSN: "123456789", Middle: null } };
