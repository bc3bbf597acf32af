/** Generated from the contract: the doors that take an `Idempotency-Key`. */
export const IDEMPOTENT_DOORS: ReadonlySet<string> = new Set([
  'POST /v1/users',
  'POST /v1/me/api-keys',
  'POST /v1/roles',
  'POST /v1/resources',
]);
