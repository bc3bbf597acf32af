import { readFileSync } from 'node:fs';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { join } from 'node:path';
import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';

const CONTRACT = join(__dirname, '../../docs/openapi.json');
const DOCUMENT_ID = 'https://latchkey.example/openapi.json';
const PROBLEM_TYPE = 'application/problem+json';
/** Pages and pictures, and the contract itself. */
const NOT_IN_CONTRACT = /^\/(docs(\/.*)?|openapi\.json)$/;
/** What is answered before any door is found, or where there is none. */
const BEFORE_ANY_DOOR = new Set([400, 404, 405, 413, 414, 415, 431, 503]);

interface Response {
  content?: Record<string, { schema?: object }>;
}
interface Operation {
  responses: Record<string, Response | undefined>;
}
interface Schema {
  type?: unknown;
  properties?: Record<string, Schema>;
  additionalProperties?: unknown;
}
interface Contract {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

/** An answer as it left the server. */
export interface Answer {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly status: number;
  readonly contentType: string | undefined;
  readonly body: string;
}

/** Compares answers with the committed contract. */
export class AnswerCheck {
  private readonly contract: Contract;
  private readonly doors: { shape: RegExp; path: string; isPlain: boolean }[];
  private readonly ajv = new Ajv2020({ strict: false, allErrors: true });
  private readonly validators = new Map<string, ValidateFunction>();

  constructor(contract: object = JSON.parse(readFileSync(CONTRACT, 'utf8')) as object) {
    this.contract = contract as Contract;
    // What is not declared must not be sent: it may be something that nobody meant to tell.
    for (const schema of Object.values(this.contract.components.schemas)) {
      if (schema.properties) schema.additionalProperties ??= false;
    }
    addFormats(this.ajv);
    this.ajv.addSchema({ ...this.contract, $id: DOCUMENT_ID });
    this.doors = Object.keys(this.contract.paths)
      .map((path) => ({ path, shape: shapeOf(path), isPlain: !path.includes('{') }))
      .toSorted((a, b) => Number(b.isPlain) - Number(a.isPlain));
  }

  /** What is wrong with an answer, in a sentence; undefined when it is as the contract says. */
  faultOf(answer: Answer): string | undefined {
    const { method, path, status, contentType, body } = answer;
    if (NOT_IN_CONTRACT.test(path) || method === 'OPTIONS') return undefined;
    const door = this.doors.find(({ shape }) => shape.test(path));
    const verb = (method === 'HEAD' ? 'GET' : method).toLowerCase();
    const operation = door && this.contract.paths[door.path]?.[verb];
    const name = `${method} ${door?.path ?? path} answered ${status}`;
    if (!operation) return this.strangerFault(name, answer);
    const response = operation.responses[status];
    if (!response) return `${name}, which its contract does not know: ${body.slice(0, 200)}`;
    const declared = Object.entries(response.content ?? {});
    if (declared.length === 0) return body === '' ? undefined : `${name} with a body, which its contract does not know`;
    const type = mediaType(contentType);
    const [, { schema } = {}] = declared.find(([each]) => each === type) ?? [];
    if (!schema) return `${name} with ${String(contentType)} instead of ${declared.map(([each]) => each).join(' or ')}`;
    if (method === 'HEAD') return undefined;
    const pointer = [door.path, verb, 'responses', String(status), 'content', type, 'schema'];
    return this.bodyFault(name, `#/paths/${pointer.map(escaped).join('/')}`, body);
  }

  private strangerFault(name: string, { method, status, contentType, body }: Answer): string | undefined {
    if (!BEFORE_ANY_DOOR.has(status)) return `${name}, where the contract has no door`;
    if (mediaType(contentType) !== PROBLEM_TYPE) return `${name} without a problem`;
    return method === 'HEAD' ? undefined : this.bodyFault(name, '#/components/schemas/ProblemDto', body);
  }

  private bodyFault(name: string, reference: string, body: string): string | undefined {
    let validate = this.validators.get(reference);
    if (!validate) this.validators.set(reference, (validate = this.ajv.compile({ $ref: DOCUMENT_ID + reference })));
    if (validate(JSON.parse(body))) return undefined;
    const errors = (validate.errors ?? []).map(({ instancePath, message, params }) => {
      return `${instancePath || 'the body'} ${message} ${JSON.stringify(params)}`;
    });
    return `${name} with ${errors.join('; ')}`;
  }
}

/**
 * Looks at every answer of a server, whoever asks and by whatever means.
 * @returns what was wrong with answers so far; taken away by whoever reads it
 */
export function watchAnswers(server: Server, check: AnswerCheck): () => string[] {
  const faults: string[] = [];
  server.prependListener('request', (request: IncomingMessage, response: ServerResponse) => {
    const parts: Buffer[] = [];
    const keep = (chunk: unknown) => {
      if (typeof chunk === 'string' || chunk instanceof Uint8Array) parts.push(Buffer.from(chunk as string));
    };
    const { write, writeHead, end } = response;
    // Headers that are handed over here are in no `getHeader()`.
    let contentType: unknown;
    response.writeHead = (...all: unknown[]) => {
      const headers = all.at(-1);
      if (typeof headers === 'object' && headers !== null && 'content-type' in headers)
        contentType = headers['content-type'];
      return (writeHead as (...each: unknown[]) => ServerResponse).apply(response, all);
    };
    response.write = ((chunk: unknown, ...rest: unknown[]) => {
      keep(chunk);
      return (write as (...all: unknown[]) => boolean).call(response, chunk, ...rest);
    }) as typeof write;
    response.end = ((chunk: unknown, ...rest: unknown[]) => {
      keep(chunk);
      return (end as (...all: unknown[]) => ServerResponse).call(response, chunk, ...rest);
    }) as typeof end;
    response.once('finish', () => {
      const fault = check.faultOf({
        method: request.method ?? '',
        path: pathOf(request.url ?? ''),
        status: response.statusCode,
        contentType: textOf(contentType ?? response.getHeader('content-type')),
        body: Buffer.concat(parts).toString('utf8'),
      });
      if (fault !== undefined) faults.push(fault);
    });
  });
  return () => faults.splice(0);
}

function textOf(header: unknown): string | undefined {
  return typeof header === 'string' ? header : undefined;
}

/** As the router reads it: without origin and query, decoded. */
function pathOf(target: string): string {
  const path = target.replace(/^https?:\/\/[^/]*/i, '').replace(/[?#].*$/s, '');
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}

function shapeOf(path: string): RegExp {
  const pattern = path.replace(/[.*+?^$()|[\]\\]/g, String.raw`\$&`).replace(/\{\w+\}/g, '[^/]+');
  return new RegExp(`^${pattern}$`);
}

/** As a part of a JSON pointer in a URI. @see RFC 6901 section 6 */
function escaped(part: string): string {
  return encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'));
}

function mediaType(contentType: string | undefined): string {
  return (contentType ?? '').split(';', 1)[0]?.trim() ?? '';
}
