import { Injectable, type INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { Door, Doors } from '../access/doors';
import { ruleName } from '../access/rules';
import { problemResponses, ProblemDto } from '../http/api-problems';
import { ProblemCode } from '../http/problem';

const DESCRIPTION = `Accounts and access for your own back end.

Send \`Authorization: Bearer <access token>\`. Get one from \`POST /v1/auth/login\`, renew it with \`POST /v1/auth/refresh\`.
Every refusal is \`application/problem+json\`; branch on its \`code\`. Lists are paged by cursor.`;

const BEARER = 'bearer';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;

/** The OpenAPI 3.1 document, generated from controllers, DTOs and the rules that the guard reads. */
@Injectable()
export class OpenApiDocument {
  private app: INestApplication | undefined;
  private built: OpenAPIObject | undefined;

  constructor(private readonly doors: Doors) {}

  attach(app: INestApplication): void {
    this.app = app;
  }

  build(): OpenAPIObject {
    if (!this.app) throw new Error('attach() comes first');
    this.built ??= this.generate(this.app);
    return this.built;
  }

  private generate(app: INestApplication): OpenAPIObject {
    const base = new DocumentBuilder()
      .setOpenAPIVersion('3.1.0')
      .setTitle('Latchkey API')
      .setDescription(DESCRIPTION)
      .setVersion('1')
      .setLicense('MIT', 'https://opensource.org/license/mit')
      .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'at+jwt' }, BEARER)
      .build();
    const document = SwaggerModule.createDocument(app, base, {
      extraModels: [ProblemDto],
      operationIdFactory: (controller, method) => `${lowerFirst(controller.replace(/Controller$/, ''))}_${method}`,
    });
    for (const door of this.doors.list()) {
      const path = door.path.replace(/:([A-Za-z]+)/g, '{$1}');
      const item = document.paths[path] as Record<string, Operation | undefined> | undefined;
      const operation = item?.[door.method.toLowerCase()];
      if (operation) describeDoor(operation, door);
    }
    return document;
  }
}

/** Adds what follows from the rule of the door: who may come, and how everybody else is refused. */
function describeDoor(operation: Operation, { rule, isSessionOnly, needsFreshProof }: Door): void {
  for (const parameter of operation.parameters ?? []) {
    // The plugin takes a property with a default for one that must be sent.
    if ('schema' in parameter && parameter.schema && 'default' in parameter.schema) parameter.required = false;
  }
  const refusals: ProblemCode[] = ['unavailable'];
  if (operation.requestBody) refusals.push('malformed_request', 'payload_too_large', 'unsupported_media_type');
  if (
    operation.requestBody ||
    operation.parameters?.some((parameter) => 'in' in parameter && parameter.in === 'query')
  ) {
    refusals.push('validation_failed');
  }
  if (rule.kind !== 'public') {
    operation.security = [{ [BEARER]: [] }];
    refusals.push('authentication_required', 'invalid_token');
    if (rule.kind !== 'signed-in' || isSessionOnly) refusals.push('permission_denied');
    if (needsFreshProof) refusals.push('reauthentication_required');
  }
  const proof = needsFreshProof ? ' with a proof of identity at most 10 minutes old' : '';
  const access = `Access: \`${ruleName(rule)}\`${isSessionOnly ? `, session only${proof}` : ''}.`;
  operation.description = [operation.description, access].filter(Boolean).join('\n\n');
  operation.responses = { ...problemResponses(refusals), ...operation.responses };
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
