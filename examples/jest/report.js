const { createClient } = require("@microbilt-oauth/client");

/** One client for the whole process: it caches the access token. */
const microbilt = createClient({
  baseUrl: process.env.MICROBILT_BASE_URL,
  clientId: process.env.MICROBILT_CLIENT_ID,
  clientSecret: process.env.MICROBILT_CLIENT_SECRET,
});

async function requestScore(ssn) {
  const { data, response } = await microbilt.api().POST("/iPredict/GetReport", { body: { SSN: ssn } });
  if (!response.ok) {
    throw new Error(`The product responded ${response.status}.`);
  }
  return data.score;
}

module.exports = { requestScore };
