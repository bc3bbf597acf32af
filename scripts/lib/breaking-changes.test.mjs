import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { breakingChanges } from './breaking-changes.mjs';

const DOCUMENT = new URL('../../docs/openapi.json', import.meta.url);

/** @typedef {Record<string, any>} Json @returns {Json} */
const contract = () => JSON.parse(readFileSync(fileURLToPath(DOCUMENT), 'utf8'));

/** @param {(document: Json) => void} change */
function after(change) {
  const changed = contract();
  change(changed);
  return breakingChanges(contract(), changed);
}

const codesOf = (/** @type {Json} */ response) =>
  response.content['application/problem+json'].schema.allOf[1].properties.code.enum;
const schemas = (/** @type {Json} */ document) => document.components.schemas;

describe('a change of the contract that breaks clients is named', () => {
  /** @type {[string, (document: Json) => void, string][]} */
  const cases = [
    ['a door that is gone', (d) => delete d.paths['/v1/overview'], 'GET /v1/overview is gone.'],
    ['a method that is gone', (d) => delete d.paths['/v1/me'].patch, 'PATCH /v1/me is gone.'],
    [
      'a door that was open',
      (d) => (d.paths['/health/live'].get.security = [{ accessToken: [] }]),
      'GET /health/live was open to everybody and now takes a token.',
    ],
    [
      'a door that took API keys',
      (d) => d.paths['/v1/users'].get.security.pop(),
      'GET /v1/users no longer takes an API key.',
    ],
    [
      'a field of an answer that is gone',
      (d) => delete schemas(d).UserPageDto.properties.total,
      'GET /v1/users: the answer 200: `total` is gone.',
    ],
    [
      'a field of an answer that may be missing',
      (d) => (schemas(d).UserPageDto.required = ['items']),
      'GET /v1/users: the answer 200: `nextCursor` may be missing now.',
    ],
    [
      'a field of an answer that may be null',
      (d) => (schemas(d).ResourceDto.properties.title.type = ['string', 'null']),
      'GET /v1/resources: the answer 200: `items`: each item: `title` was string and is string or null now.',
    ],
    [
      'an answer that is gone',
      (d) => delete d.paths['/v1/users'].post.responses['201'],
      'POST /v1/users no longer answers 201.',
    ],
    [
      'a refusal that is gone',
      (d) => delete d.paths['/v1/users'].post.responses['409'],
      'POST /v1/users no longer answers 409.',
    ],
    [
      'a code of a problem that is gone',
      (d) => codesOf(d.paths['/v1/users'].post.responses['401']).shift(),
      'POST /v1/users: the answer 401: `code` is never `authentication_required` now.',
    ],
    [
      'a header that is gone',
      (d) => delete d.paths['/v1/resources'].post.responses['201'].headers.ETag,
      'POST /v1/resources: the answer 201 no longer has the header `ETag`.',
    ],
    [
      'another type in a map',
      (d) => (schemas(d).MeDto.properties.permissions.additionalProperties = { type: 'number' }),
      'GET /v1/me: the answer 200: `permissions`: each value was string and is number now.',
    ],
    [
      'a format that is asked for now',
      (d) => (schemas(d).InviteDto.properties.name.format = 'hostname'),
      'POST /v1/users: the body: `name` must be a hostname now.',
    ],
    [
      'a new field that must be sent',
      (d) => {
        schemas(d).InviteDto.properties.team = { type: 'string' };
        schemas(d).InviteDto.required.push('team');
      },
      'POST /v1/users: the body: `team` is new and must be sent.',
    ],
    [
      'a field that must be sent now',
      (d) => schemas(d).InviteDto.required.push('role'),
      'POST /v1/users: the body: `role` must be sent now.',
    ],
    [
      'a field that is refused now',
      (d) => delete schemas(d).UpdateMeDto.properties.locale,
      'PATCH /v1/me: the body: `locale` is gone.',
    ],
    [
      'a value that is refused now',
      (d) => schemas(d).MakeApiKeyDto.properties.scopes.items.enum.shift(),
      'POST /v1/me/api-keys: the body: `scopes`: each item no longer takes `resources:read`.',
    ],
    [
      'a bound that is narrower',
      (d) => (schemas(d).MakeApiKeyDto.properties.expiresInDays.maximum = 90),
      'POST /v1/me/api-keys: the body: `expiresInDays`: `maximum` is 90 now and was 365.',
    ],
    [
      'another type',
      (d) => (schemas(d).MakeApiKeyDto.properties.name.type = 'number'),
      'POST /v1/me/api-keys: the body: `name` was string and is number now.',
    ],
    [
      'a parameter that is gone',
      (d) => d.paths['/v1/users'].get.parameters.shift(),
      'GET /v1/users: the query parameter `search` is gone.',
    ],
    [
      'a parameter that must be sent',
      (d) => (d.paths['/v1/users'].get.parameters[0].required = true),
      'GET /v1/users: the query parameter `search` must be sent now.',
    ],
  ];
  for (const [name, change, sentence] of cases) {
    it(name, () => assert.ok(after(change).includes(sentence), after(change).join('\n') || 'no sentence'));
  }
});

describe('what only adds breaks nobody', () => {
  /** @type {[string, (document: Json) => void][]} */
  const cases = [
    ['nothing', () => undefined],
    ['a new door', (d) => (d.paths['/v1/teams'] = { get: { responses: { 200: {} } } })],
    ['a new field in an answer', (d) => (schemas(d).UserDto.properties.team = { type: 'string' })],
    [
      'a new field in a request that may be left out',
      (d) => (schemas(d).InviteDto.properties.team = { type: 'string' }),
    ],
    ['a new action in the record', (d) => schemas(d).AuditEventDto.properties.action.enum.push('team.create')],
    ['a door that is open now', (d) => delete d.paths['/v1/roles'].get.security],
    ['a wider bound', (d) => (schemas(d).MakeApiKeyDto.properties.expiresInDays.maximum = 730)],
  ];
  for (const [name, change] of cases) it(name, () => assert.deepEqual(after(change), []));
});
