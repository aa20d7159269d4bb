/** The types of a product, as openapi-typescript writes them: documents import them from `./product.ts`. */
export const PRODUCT: string = `
export interface paths {
  "/iPredict/GetReport": {
    post: {
      requestBody: { content: { "application/json": { SSN: string } } };
      responses: { 200: { content: { "application/json": { score: number } } } };
    };
  };
}
`;
