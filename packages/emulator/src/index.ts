export type { RefusalName } from "./contract/refusals.ts";
export { createEmulator } from "./create-emulator.ts";
export type { Emulator } from "./emulator.ts";
export { EmulatorError, type EmulatorErrorCode } from "./errors.ts";
export type { AppRegistration, Quota } from "./input/app-registration.ts";
export type { CallProblem } from "./input/call-problem.ts";
export type { EndpointName, Fault, FaultEffect, FaultKind } from "./input/fault.ts";
export type { ListenOptions, TlsOptions } from "./input/listen-options.ts";
export type {
  PlacedProduct,
  ProductDefinition,
  ProductDefinitions,
  ProductDocumentSource,
  ProductScripts,
} from "./input/product-definitions.ts";
export type {
  ProductCall,
  ProductExample,
  ProductResponse,
  ProductScript,
  ScriptResult,
} from "./input/product-script.ts";
export type { EmulatorOptions } from "./options.ts";
export type { App, Apps, Credentials } from "./state/apps.ts";
export type { Clock } from "./state/clock.ts";
export type { ActiveFault, FaultHandle, Faults } from "./state/faults.ts";
export type { AddedProduct, AddProductOptions, Products } from "./state/products.ts";
export type { LoggedRequest, Requests } from "./state/request-log.ts";
export type { IssuedToken, TokenState, Tokens } from "./state/tokens.ts";
export type { ClosesWithAwaitUsing } from "./transport/async-dispose.ts";
export type { Listener } from "./transport/listener.ts";
