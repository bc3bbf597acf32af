/**
 * What of a new contract breaks clients of the old one: it changes only by addition. Additions are a new door, a new field in
 * an answer, a new field in a request that may be left out, a new value in a list of an answer, a new code of a problem.
 *
 * @typedef {Record<string, any>} Json
 * @typedef {{ old: Json, new: Json }} Documents
 */

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];
/** Bounds of what a request may hold, and the direction in which they become narrower. */
const BOUNDS = /** @type {const} */ ([
  ['minLength', 1],
  ['minimum', 1],
  ['minItems', 1],
  ['maxLength', -1],
  ['maximum', -1],
  ['maxItems', -1],
]);
const MAX_DEPTH = 12;

/**
 * @param {Json} before OpenAPI 3.1 document that clients rely on
 * @param {Json} after the one that is to take its place
 * @returns {string[]} one sentence for each change that breaks a client, in the order of the old document
 */
export function breakingChanges(before, after) {
  const documents = { old: before, new: after };
  return Object.entries(before.paths).flatMap(([path, item]) =>
    METHODS.filter((method) => item[method]).flatMap((method) => {
      const door = `${method.toUpperCase()} ${path}`;
      const next = after.paths[path]?.[method];
      if (!next) return [`${door} is gone.`];
      return [
        ...protection(door, item[method], next),
        ...parameters(documents, door, item[method], next),
        ...body(documents, door, item[method], next),
        ...answers(documents, door, item[method], next),
      ];
    }),
  );
}

/** @param {string} door @param {Json} old @param {Json} next */
function protection(door, old, next) {
  if (!next.security?.length) return [];
  if (!old.security?.length) return [`${door} was open to everybody and now takes a token.`];
  const taken = (/** @type {Json} */ operation) =>
    operation.security.flatMap((/** @type {Json} */ one) => Object.keys(one));
  return taken(old)
    .filter((/** @type {string} */ kind) => !taken(next).includes(kind))
    .map(
      (/** @type {string} */ kind) => `${door} no longer takes an ${kind === 'apiKey' ? 'API key' : 'access token'}.`,
    );
}

/** @param {Documents} documents @param {string} door @param {Json} old @param {Json} next */
function parameters(documents, door, old, next) {
  const find = (/** @type {Json} */ operation, /** @type {Json} */ { name, in: place }) =>
    (operation.parameters ?? []).find((/** @type {Json} */ each) => each.name === name && each.in === place);
  const gone = (old.parameters ?? []).flatMap((/** @type {Json} */ parameter) => {
    const same = find(next, parameter);
    const what = `${door}: the ${parameter.in} parameter \`${parameter.name}\``;
    if (!same) return [`${what} is gone.`];
    if (same.required && !parameter.required) return [`${what} must be sent now.`];
    return narrowed(documents, what, parameter.schema ?? {}, same.schema ?? {}, 0);
  });
  const added = (next.parameters ?? [])
    .filter((/** @type {Json} */ parameter) => parameter.required && !find(old, parameter))
    .map((/** @type {Json} */ each) => `${door}: the ${each.in} parameter \`${each.name}\` is new and must be sent.`);
  return [...gone, ...added];
}

/** @param {Documents} documents @param {string} door @param {Json} old @param {Json} next */
function body(documents, door, old, next) {
  const schemaOf = (/** @type {Json} */ operation) => operation.requestBody?.content?.['application/json']?.schema;
  const [before, after] = [schemaOf(old), schemaOf(next)];
  if (!before) return after && next.requestBody.required ? [`${door} takes a body now.`] : [];
  if (!after) return [`${door} no longer takes a body.`];
  return narrowed(documents, `${door}: the body`, before, after, 0);
}

/** @param {Documents} documents @param {string} door @param {Json} old @param {Json} next */
function answers(documents, door, old, next) {
  return Object.entries(old.responses).flatMap(([status, response]) => {
    const other = next.responses[status];
    if (!other) return [`${door} no longer answers ${status}.`];
    const headers = Object.keys(response.headers ?? {}).filter((name) => !other.headers?.[name]);
    const gone = headers.map((name) => `${door}: the answer ${status} no longer has the header \`${name}\`.`);
    const bodies = Object.entries(response.content ?? {}).flatMap(([type, { schema }]) => {
      const what = `${door}: the answer ${status}`;
      if (!other.content?.[type]) return [`${what} is no longer ${type}.`];
      return widened(documents, what, schema ?? {}, other.content[type].schema ?? {}, 0);
    });
    return [...gone, ...bodies];
  });
}

/**
 * What a request may no longer hold.
 * @param {Documents} documents @param {string} what @param {Json} oldSchema @param {Json} newSchema @param {number} depth
 * @returns {string[]}
 */
function narrowed(documents, what, oldSchema, newSchema, depth) {
  if (depth > MAX_DEPTH) return [];
  const [old, next] = [resolved(documents.old, oldSchema), resolved(documents.new, newSchema)];
  const parts = namedParts(old, next).flatMap(([name, before, after]) => {
    const part = `${what}: \`${name}\``;
    if (!after) return [`${part} is gone.`];
    const must = next.required?.includes(name) ?? false;
    if (!before) return must ? [`${part} is new and must be sent.`] : [];
    const forced = must && !old.required?.includes(name) ? [`${part} must be sent now.`] : [];
    return [...forced, ...narrowed(documents, part, before, after, depth + 1)];
  });
  const missing = (old.enum ?? []).filter((/** @type {unknown} */ value) => next.enum && !next.enum.includes(value));
  return [
    ...typeChange(what, old, next, (from, to) => from.every((type) => to.includes(type))),
    ...(next.format && next.format !== old.format ? [`${what} must be a ${next.format} now.`] : []),
    ...(next.enum && !old.enum ? [`${what} takes only certain values now.`] : []),
    ...missing.map((/** @type {unknown} */ value) => `${what} no longer takes \`${String(value)}\`.`),
    ...BOUNDS.filter(([bound, way]) => isNarrower(old[bound], next[bound], way)).map(
      ([bound]) =>
        `${what}: \`${bound}\` is ${next[bound]} now${old[bound] === undefined ? '' : ` and was ${old[bound]}`}.`,
    ),
    ...parts,
    ...inner(old, next).flatMap(([name, before, after]) =>
      narrowed(documents, `${what}: ${name}`, before, after, depth + 1),
    ),
  ];
}

/**
 * What an answer may hold that no client expects, or no longer holds.
 * @param {Documents} documents @param {string} what @param {Json} oldSchema @param {Json} newSchema @param {number} depth
 * @returns {string[]}
 */
function widened(documents, what, oldSchema, newSchema, depth) {
  if (depth > MAX_DEPTH) return [];
  const [old, next] = [resolved(documents.old, oldSchema), resolved(documents.new, newSchema)];
  const parts = namedParts(old, next).flatMap(([name, before, after]) => {
    const part = `${what}: \`${name}\``;
    if (!before) return [];
    if (!after) return [`${part} is gone.`];
    const wasSure = (old.required?.includes(name) ?? false) && !next.required?.includes(name);
    return [...(wasSure ? [`${part} may be missing now.`] : []), ...widened(documents, part, before, after, depth + 1)];
  });
  const gone = (old.enum ?? []).filter((/** @type {unknown} */ value) => next.enum && !next.enum.includes(value));
  return [
    ...typeChange(what, old, next, (from, to) => to.every((type) => from.includes(type))),
    ...gone.map((/** @type {unknown} */ value) => `${what} is never \`${String(value)}\` now.`),
    ...parts,
    ...inner(old, next).flatMap(([name, before, after]) =>
      widened(documents, `${what}: ${name}`, before, after, depth + 1),
    ),
  ];
}

/** @param {string} what @param {Json} old @param {Json} next @param {(from: string[], to: string[]) => boolean} isFine */
function typeChange(what, old, next, isFine) {
  const [from, to] = [[old.type ?? []].flat(), [next.type ?? []].flat()];
  if (from.length === 0 || to.length === 0 || isFine(from, to)) return [];
  return [`${what} was ${from.join(' or ')} and is ${to.join(' or ')} now.`];
}

/** @param {Json} old @param {Json} next @returns {[name: string, before: Json | undefined, after: Json | undefined][]} */
function namedParts(old, next) {
  const names = new Set([...Object.keys(old.properties ?? {}), ...Object.keys(next.properties ?? {})]);
  return [...names].map((name) => [name, old.properties?.[name], next.properties?.[name]]);
}

/** What a list or a map holds. @param {Json} old @param {Json} next @returns {[name: string, before: Json, after: Json][]} */
function inner(old, next) {
  const parts = /** @type {const} */ ([
    ['each item', 'items'],
    ['each value', 'additionalProperties'],
  ]);
  return parts.flatMap(([name, part]) =>
    typeof old[part] === 'object' && typeof next[part] === 'object' ? [[name, old[part], next[part]]] : [],
  );
}

/** @param {number | undefined} from @param {number | undefined} to @param {1 | -1} way */
function isNarrower(from, to, way) {
  if (to === undefined) return false;
  return from === undefined ? true : (to - from) * way > 0;
}

/** The schema behind references, with the parts of an `allOf` in one. @param {Json} document @param {Json} schema @returns {Json} */
function resolved(document, schema) {
  if (schema.$ref) return resolved(document, at(document, schema.$ref));
  if (!schema.allOf) return schema;
  const parts = schema.allOf.map((/** @type {Json} */ part) => resolved(document, part));
  return {
    ...Object.assign({}, ...parts),
    properties: Object.assign({}, ...parts.map((/** @type {Json} */ { properties }) => properties)),
    required: parts.flatMap((/** @type {Json} */ { required = [] }) => required),
  };
}

/** @param {Json} document @param {string} reference such as `#/components/schemas/User` @returns {Json} */
function at(document, reference) {
  return reference
    .slice(2)
    .split('/')
    .reduce((/** @type {Json} */ part, name) => part[name], document);
}
