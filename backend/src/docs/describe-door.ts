import type { OpenAPIObject } from '@nestjs/swagger';
import type { Door } from '../access/doors';
import { SCOPES } from '../access/permissions';
import { ruleName } from '../access/rules';
import { problemCodesOf, problemResponses } from '../http/api-problems';
import type { ProblemCode } from '../http/problem';
import { RATE_LIMIT_HEADERS } from '../http/rate-limit';

export type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;

/** Names of the security schemes. Both are sent as bearer tokens. */
export const ACCESS_TOKEN = 'accessToken';
export const API_KEY = 'apiKey';

/** What a success means, where the door does not say more. */
const SUCCESSES: Readonly<Record<string, string>> = {
  200: 'Here it is.',
  201: 'Made.',
  202: 'Accepted: what is asked for is done later.',
  204: 'Done. There is no body.',
};

/** Adds what follows from the rule of the door: who may come, and how everybody else is refused. */
export function describeDoor(operation: Operation, door: Door): void {
  for (const parameter of operation.parameters ?? []) {
    // The plugin takes a property with a default for one that must be sent.
    if ('schema' in parameter && parameter.schema && 'default' in parameter.schema) parameter.required = false;
  }
  if (door.rule.kind !== 'public') operation.security = securityOf(door);
  operation.description = [operation.description, accessOf(door)].filter(Boolean).join('\n\n');
  for (const [status, response] of Object.entries(operation.responses)) {
    if (response && 'description' in response) response.description ||= SUCCESSES[status] ?? '';
  }
  addRefusals(operation, refusalsOf(door));
  if ('429' in operation.responses) addRateLimits(operation);
}

function addRateLimits({ responses }: Operation): void {
  for (const [status, response] of Object.entries(responses)) {
    const isTold = status.startsWith('2') || status === '429';
    if (isTold && response && 'description' in response)
      response.headers = { ...response.headers, ...RATE_LIMIT_HEADERS };
  }
}

/** With a key its scope is named, as OpenAPI 3.1 has it for roles. */
function securityOf({ rule, isSessionOnly }: Door): Record<string, string[]>[] {
  const scopes = rule.kind === 'permission' && SCOPES.includes(rule.permission) ? [rule.permission] : [];
  return isSessionOnly ? [{ [ACCESS_TOKEN]: [] }] : [{ [ACCESS_TOKEN]: [] }, { [API_KEY]: scopes }];
}

function accessOf({ rule, isSessionOnly, needsFreshProof }: Door): string {
  const proof = needsFreshProof ? ' with a proof of identity at most 10 minutes old' : '';
  return `Access: \`${ruleName(rule)}\`${isSessionOnly ? `, session only${proof}` : ''}.`;
}

function refusalsOf({ path, rule, isSessionOnly, needsFreshProof }: Door) {
  // Also where no body and no query is taken: whatever is sent there is refused.
  const refusals: ProblemCode[] = ['malformed_request', 'payload_too_large', 'unsupported_media_type'];
  refusals.push('validation_failed', 'internal_error', 'unavailable');
  if (path.includes(':')) refusals.push('uri_too_long');
  if (rule.kind !== 'public') {
    refusals.push('authentication_required', 'invalid_token');
    if (rule.kind !== 'signed-in' || isSessionOnly) refusals.push('permission_denied');
    if (needsFreshProof) refusals.push('reauthentication_required');
  }
  return refusals;
}

/** Where the door declares refusals of the same status, or something else with it, both are told. */
function addRefusals(operation: Operation, codes: readonly ProblemCode[]): void {
  const declared = Object.values(operation.responses).flatMap(problemCodesOf);
  for (const [status, refusal] of Object.entries(problemResponses([...new Set([...codes, ...declared])]))) {
    const other = operation.responses[status];
    if (other && 'content' in other) {
      const description = problemCodesOf(other).length > 0 ? '' : other.description;
      refusal.description = [description, refusal.description].filter(Boolean).join(' ');
      Object.assign(refusal.content, { ...other.content, ...refusal.content });
    }
    operation.responses[status] = refusal;
  }
}
