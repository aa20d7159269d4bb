export type { ContractIdentity } from "./contract.ts";
export { contract } from "./contract.ts";
export type { MicrobiltClient, Token, TokenOptions } from "./create-client.ts";
export { createClient } from "./create-client.ts";
export type { MicrobiltErrorCode, MicrobiltErrorDetails, ServerMessage } from "./errors.ts";
export { isMicrobiltError, MicrobiltError } from "./errors.ts";
export type {
  MicrobiltEvent,
  StoreFailedEvent,
  StoreOperation,
  TokenEvent,
  TokenRefusedEvent,
  TokenRequestEvent,
  TokenRequestFailedEvent,
} from "./events.ts";
export type { Api, ApiOptions, GatewayErrors, Product, WithGatewayErrors } from "./fetch/product-api.ts";
export type { ProductFailure } from "./fetch/product-failure.ts";
export { productFailure } from "./fetch/product-failure.ts";
export { readFault } from "./fetch/read-fault.ts";
export type { Clock } from "./http/clock.ts";
export type { FetchInit, FetchLike, FetchResponse } from "./http/fetch-like.ts";
export type {
  BaseUrlOptions,
  ClientOptions,
  CommonOptions,
  Credential,
  Environment,
  EnvironmentOptions,
  Fetch,
  Flow,
  RetryOptions,
} from "./options.ts";
export type { StoredToken, TokenStore } from "./store/token-store.ts";
