// Generated from spec/openapi.yaml by `pnpm generate`. Do not edit.

export interface paths {
    "/OAuth/GetAccessToken": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Request an access token
         * @description Exchanges a client ID and a client secret for an access token. A request can have either of two forms, which
         *     return equivalent tokens:
         *
         *     - **JSON**: all three parameters are members of a JSON object in the body.
         *     - **Form**: `client_id` and `client_secret` are form fields in the body, and `grant_type` is in the query.
         *
         *     Public clients also send requests of other forms, and to another path: see
         *     [Request an access token (as observed)](#operation/getAccessTokenAsObserved).
         *
         *     A client can request a new token at any time. An early request does not always return a new one: gateways of this
         *     family are known to return the same token until it expires, with a decreasing `expires_in`.
         */
        post: operations["getAccessToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/OAuth/Token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Request an access token (GET, as observed)
         * @description One public client sends the token request as a GET **with a JSON body**. Whether the server accepts it, and at which
         *     path, is unknown.
         */
        get: operations["getAccessTokenByGet"];
        put?: never;
        /**
         * Request an access token (as observed)
         * @description The same operation as [Request an access token](#operation/getAccessToken). Public clients send forms that the
         *     documentation does not describe, to either path:
         *
         *     - `grant_type` as a **form field** instead of in the query;
         *     - the client ID and the client secret as **HTTP Basic** credentials, with `grant_type` as the only form field.
         *
         *     Whether the server accepts them is unknown. Gateways of this family accept both by default.
         */
        post: operations["getAccessTokenAsObserved"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/application/path": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Call a product (GET)
         * @description The documentation's example of an authenticated call is a GET **with a JSON body**. No `fetch`, in a browser or
         *     elsewhere, sends one ([Fetch standard](https://fetch.spec.whatwg.org/#dom-request)); curl and lower-level HTTP clients
         *     can. Where the product accepts POST, use POST.
         */
        get: operations["getResource"];
        put?: never;
        /**
         * Call a product (POST)
         * @description Sends application-specific data to a product and returns application-specific data.
         */
        post: operations["postResource"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * @description The only supported grant type.
         * @enum {string}
         */
        GrantType: "client_credentials";
        /** @description Identifies your application; treat it as your application's user name. */
        ClientId: string;
        /**
         * Format: password
         * @description The secret key assigned to your application; treat it as your application's password.
         */
        ClientSecret: string;
        /** @description A token request in JSON. The server ignores unknown parameters. */
        JsonTokenRequest: {
            client_id: components["schemas"]["ClientId"];
            client_secret: components["schemas"]["ClientSecret"];
            grant_type: components["schemas"]["GrantType"];
        };
        /** @description The body of a token request sent as a form. `grant_type` is in the query. */
        FormTokenRequest: {
            client_id: components["schemas"]["ClientId"];
            client_secret: components["schemas"]["ClientSecret"];
        };
        /**
         * @description The body of a token request sent as a form, as public clients send it. `client_id` and `client_secret` are absent if the
         *     request has HTTP Basic credentials.
         */
        ObservedFormTokenRequest: {
            client_id?: components["schemas"]["ClientId"];
            client_secret?: components["schemas"]["ClientSecret"];
            grant_type: components["schemas"]["GrantType"];
        };
        /**
         * @description The response to a successful token request: five members, all of them strings. More members can appear; those
         *     observed are `application_name`, `client_id`, `scope`, `organization_name`, `developer.email`, `api_product_list`,
         *     `refresh_token_expires_in` and `refresh_count`.
         */
        TokenResponse: {
            /**
             * @description When the token was issued: a UNIX timestamp in milliseconds, "of our system in central standard time". A UNIX
             *     timestamp has no time zone; whether this one is shifted by the offset of US Central Time is unknown, so use it
             *     only for display.
             */
            issued_at: string;
            /** @description The number of seconds remaining, from the time of the request, before the token expires. */
            expires_in: string;
            /**
             * @description The type of the token. Send the token with the scheme `Bearer`, as the security scheme `oauth` specifies.
             * @enum {string}
             */
            token_type: "BearerToken";
            /**
             * @description The access token, valid for `expires_in` seconds. The pattern is the syntax of a bearer token
             *     ([RFC 6750, section 2.1](https://www.rfc-editor.org/rfc/rfc6750#section-2.1)).
             */
            access_token: string;
            /**
             * @description The outcome of the request.
             * @enum {string}
             */
            status: "approved";
        };
        /** @description An error response from the token endpoint itself. */
        TokenError: {
            /** @description An error code, such as those in [RFC 6749, section 5.2](https://www.rfc-editor.org/rfc/rfc6749#section-5.2). */
            ErrorCode: string;
            /** @description A human-readable description of the error. */
            Error: string;
        };
        /** @description An error response from the gateway in front of the token endpoint and the products. */
        GatewayFault: {
            /** @description The error that the gateway reports. */
            fault: {
                /** @description A human-readable description of the error. */
                faultstring: string;
                /** @description The machine-readable part of the error. */
                detail: {
                    /** @description A dotted code that identifies the policy and the error. */
                    errorcode: string;
                };
            };
        };
        /** @description Defined by each product's own specification. */
        ApplicationData: {
            [key: string]: unknown;
        };
        /**
         * @description The outcome that products report in the message header of their response. **A product can fail with the status 200**:
         *     it failed if `StatusCode` is not 0.
         */
        MessageResponse: {
            /** @description The header of the response message. */
            MsgRsHdr: {
                /** @description The outcome of the call. */
                Status: {
                    /** @description 0 if the call succeeded. Whether it is a number or a string is unknown; expect both. */
                    StatusCode: number | string;
                    /** @description The code of the server behind the product. */
                    ServerStatusCode?: number | string;
                    /**
                     * @description How severe the failure is.
                     * @enum {string}
                     */
                    Severity?: "Error" | "Warn" | "Info";
                    /** @description A human-readable description of the outcome. */
                    StatusDesc?: string;
                };
            };
        };
        /**
         * @description The outcome that iPredict reports in addition. **A product can fail with the status 200**: it failed if `type` is
         *     `ERROR`.
         */
        ReportResponse: {
            /** @description The report. */
            RESPONSE: {
                /** @description The outcome of the call. */
                STATUS: {
                    /**
                     * @description Whether the call succeeded.
                     * @enum {string}
                     */
                    type: "SUCCESS" | "ERROR";
                    /**
                     * @description Whether to send the same request again.
                     * @enum {string}
                     */
                    action?: "RESEND" | "DONE";
                    /** @description The failure; absent if the call succeeded. */
                    error?: {
                        /** @description A code that identifies the failure. */
                        code?: number | string;
                        /** @description A human-readable description of the failure. */
                        message?: string;
                        /** @description The kind of failure. */
                        type?: string;
                    };
                };
            };
        };
    };
    responses: {
        /** @description The access token. */
        AccessToken: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["TokenResponse"];
            };
        };
        /** @description A required parameter is missing. */
        InvalidTokenRequest: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["TokenError"] | components["schemas"]["GatewayFault"];
            };
        };
        /** @description The client ID is unknown or the client secret is wrong. */
        InvalidClient: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["TokenError"] | components["schemas"]["GatewayFault"];
            };
        };
        /** @description The product does not accept the request body. The content of the response body is unknown. */
        InvalidApplicationData: {
            headers: {
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description The request body is larger than the server accepts. The content of the response body is unknown. */
        ContentTooLarge: {
            headers: {
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description The operation does not accept the media type of the request body. The content of the response body is unknown. */
        UnsupportedMediaType: {
            headers: {
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description The grant type is not supported, or the client was rejected with a gateway fault instead of a token error. */
        TokenEndpointFault: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["GatewayFault"];
            };
        };
        /** @description The product's response. Products can also report a failure with this status. */
        ApplicationData: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApplicationData"] | components["schemas"]["MessageResponse"] | components["schemas"]["ReportResponse"];
            };
        };
        /**
         * @description The access token is missing, unknown, revoked, expired, or not allowed for this product. `WWW-Authenticate` is often
         *     absent and can be malformed; parse it leniently. Request a new token and repeat the call once.
         */
        InvalidAccessToken: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["GatewayFault"];
            };
        };
        /** @description The access token lacks a scope that the product requires. */
        InsufficientScope: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["GatewayFault"];
            };
        };
        /** @description No product has this path. */
        UnknownPath: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["GatewayFault"];
            };
        };
        /** @description Too many requests. */
        QuotaExceeded: {
            headers: {
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["GatewayFault"];
            };
        };
        /**
         * @description The product or the gateway failed. Some gateways of this family also send this status when the access token has
         *     expired (instead of 401) and when the quota is exceeded (instead of 429); the error code identifies the cause.
         */
        ResourceFault: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["GatewayFault"];
            };
        };
    };
    parameters: {
        /**
         * @description The grant type of a **form** request, which requires it. In a JSON request it is a member of the body.
         *     (OpenAPI cannot express that a parameter is required for one media type only.)
         */
        GrantType: components["schemas"]["GrantType"];
    };
    requestBodies: {
        /** @description Application-specific data. */
        ApplicationData: {
            content: {
                "application/json": components["schemas"]["ApplicationData"];
            };
        };
    };
    headers: {
        /** @description How long to wait before the next request, in seconds or as an HTTP date. Optional. */
        RetryAfter: string;
    };
    pathItems: never;
}
export type GrantType = components['schemas']['GrantType'];
export type ClientId = components['schemas']['ClientId'];
export type ClientSecret = components['schemas']['ClientSecret'];
export type JsonTokenRequest = components['schemas']['JsonTokenRequest'];
export type FormTokenRequest = components['schemas']['FormTokenRequest'];
export type ObservedFormTokenRequest = components['schemas']['ObservedFormTokenRequest'];
export type TokenResponse = components['schemas']['TokenResponse'];
export type TokenError = components['schemas']['TokenError'];
export type GatewayFault = components['schemas']['GatewayFault'];
export type ApplicationData = components['schemas']['ApplicationData'];
export type MessageResponse = components['schemas']['MessageResponse'];
export type ReportResponse = components['schemas']['ReportResponse'];
export type ResponseAccessToken = components['responses']['AccessToken'];
export type ResponseInvalidTokenRequest = components['responses']['InvalidTokenRequest'];
export type ResponseInvalidClient = components['responses']['InvalidClient'];
export type ResponseInvalidApplicationData = components['responses']['InvalidApplicationData'];
export type ResponseContentTooLarge = components['responses']['ContentTooLarge'];
export type ResponseUnsupportedMediaType = components['responses']['UnsupportedMediaType'];
export type ResponseTokenEndpointFault = components['responses']['TokenEndpointFault'];
export type ResponseApplicationData = components['responses']['ApplicationData'];
export type ResponseInvalidAccessToken = components['responses']['InvalidAccessToken'];
export type ResponseInsufficientScope = components['responses']['InsufficientScope'];
export type ResponseUnknownPath = components['responses']['UnknownPath'];
export type ResponseQuotaExceeded = components['responses']['QuotaExceeded'];
export type ResponseResourceFault = components['responses']['ResourceFault'];
export type ParameterGrantType = components['parameters']['GrantType'];
export type RequestBodyApplicationData = components['requestBodies']['ApplicationData'];
export type HeaderRetryAfter = components['headers']['RetryAfter'];
export type $defs = Record<string, never>;
export interface operations {
    getAccessToken: {
        parameters: {
            query?: {
                /**
                 * @description The grant type of a **form** request, which requires it. In a JSON request it is a member of the body.
                 *     (OpenAPI cannot express that a parameter is required for one media type only.)
                 */
                grant_type?: components["parameters"]["GrantType"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["JsonTokenRequest"];
                "application/x-www-form-urlencoded": components["schemas"]["FormTokenRequest"];
            };
        };
        responses: {
            200: components["responses"]["AccessToken"];
            400: components["responses"]["InvalidTokenRequest"];
            401: components["responses"]["InvalidClient"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["QuotaExceeded"];
            500: components["responses"]["TokenEndpointFault"];
        };
    };
    getAccessTokenByGet: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["JsonTokenRequest"];
            };
        };
        responses: {
            200: components["responses"]["AccessToken"];
            400: components["responses"]["InvalidTokenRequest"];
            401: components["responses"]["InvalidClient"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["QuotaExceeded"];
            500: components["responses"]["TokenEndpointFault"];
        };
    };
    getAccessTokenAsObserved: {
        parameters: {
            query?: {
                /**
                 * @description The grant type of a **form** request, which requires it. In a JSON request it is a member of the body.
                 *     (OpenAPI cannot express that a parameter is required for one media type only.)
                 */
                grant_type?: components["parameters"]["GrantType"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["JsonTokenRequest"];
                "application/x-www-form-urlencoded": components["schemas"]["ObservedFormTokenRequest"];
            };
        };
        responses: {
            200: components["responses"]["AccessToken"];
            400: components["responses"]["InvalidTokenRequest"];
            401: components["responses"]["InvalidClient"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["QuotaExceeded"];
            500: components["responses"]["TokenEndpointFault"];
        };
    };
    getResource: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: components["requestBodies"]["ApplicationData"];
        responses: {
            200: components["responses"]["ApplicationData"];
            400: components["responses"]["InvalidApplicationData"];
            401: components["responses"]["InvalidAccessToken"];
            403: components["responses"]["InsufficientScope"];
            404: components["responses"]["UnknownPath"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["QuotaExceeded"];
            500: components["responses"]["ResourceFault"];
        };
    };
    postResource: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: components["requestBodies"]["ApplicationData"];
        responses: {
            200: components["responses"]["ApplicationData"];
            400: components["responses"]["InvalidApplicationData"];
            401: components["responses"]["InvalidAccessToken"];
            403: components["responses"]["InsufficientScope"];
            404: components["responses"]["UnknownPath"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["QuotaExceeded"];
            500: components["responses"]["ResourceFault"];
        };
    };
}
