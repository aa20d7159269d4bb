// Generated from spec/openapi.yaml by `pnpm generate`. Do not edit.

/** The version of the document. */
export const version = "0.0.0" as const;

/** The origin of each environment's server, without a trailing slash. */
export const servers = {
  "sandbox": "https://apitest.microbilt.com",
  "production": "https://api.microbilt.com"
} as const;

/** The operation that issues access tokens. */
export const tokenEndpoint = {
  "method": "POST",
  "path": "/OAuth/GetAccessToken",
  "aliases": [
    {
      "method": "GET",
      "path": "/OAuth/Token"
    },
    {
      "method": "POST",
      "path": "/OAuth/Token"
    }
  ]
} as const;

/** The forms of a token request, and where the parameters of each go. */
export const flows = {
  "json": {
    "mediaType": "application/json",
    "query": [],
    "body": [
      "client_id",
      "client_secret",
      "grant_type"
    ]
  },
  "form": {
    "mediaType": "application/x-www-form-urlencoded",
    "query": [
      "grant_type"
    ],
    "body": [
      "client_id",
      "client_secret"
    ]
  }
} as const;

/** The grant types that the token endpoint supports. */
export const grantTypes = [
  "client_credentials"
] as const;

/** The response to a successful token request. */
export const tokenResponse = {
  "mediaType": "application/json",
  "values": {
    "token_type": [
      "BearerToken"
    ],
    "status": [
      "approved"
    ]
  }
} as const;

/** The error codes whose remedy is known. */
export const errorCodes = {
  "newCredentials": [
    "invalid_client",
    "oauth.v2.InvalidClientIdentifier"
  ],
  "newToken": [
    "oauth.v2.InvalidAccessToken",
    "keymanagement.service.invalid_access_token",
    "keymanagement.service.access_token_expired"
  ],
  "none": [
    "keymanagement.service.InvalidAPICallAsNoApiProductMatchFound",
    "messaging.adaptors.http.flow.ApplicationNotFound"
  ]
} as const;

/** How a request carries an access token. */
export const bearer = {
  "name": "oauth",
  "scheme": "Bearer"
} as const;

/** The placeholder for an API that requires an access token. */
export const resource = {
  "path": "/application/path",
  "mediaType": "application/json",
  "methods": [
    "GET",
    "POST"
  ]
} as const;

/** SHA-256 of the document, bundled into JSON, in hexadecimal. */
export const digest = "77a43a3aa0a1380c397c6bc4ddb84aeae91261aeba50373e27ffe8c577cc1cdc" as const;
