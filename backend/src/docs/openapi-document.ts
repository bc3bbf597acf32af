import { Injectable, type INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { Doors } from '../access/doors';
import { ProblemDto } from '../http/api-problems';
import { ACCESS_TOKEN, API_KEY, describeDoor, type Operation } from './describe-door';
import { EXAMPLES } from './examples';

const DESCRIPTION = `Accounts and access for your own back end.

Send \`Authorization: Bearer <token>\`: an access token from \`POST /v1/auth/login\`, renewed with \`POST /v1/auth/refresh\`, or an API key.
Every refusal is \`application/problem+json\`; branch on its \`code\`. Lists are paged by cursor.`;

const SIGNED_IN = 'From `POST /v1/auth/login`; lives 15 minutes, and is renewed by `POST /v1/auth/refresh`.';
const FOR_PROGRAMS =
  'From `POST /v1/me/api-keys`, for programs. What it opens are its scopes, as far as its owner may.';

/** What the doors are grouped by, in this order. */
const TAGS: Readonly<Record<string, string>> = {
  Auth: 'Sign-up, sign-in, renewal, sign-out, recovery.',
  Account: 'Your account, where it is open, and what acts for you.',
  Users: 'The accounts of other people.',
  Roles: 'Who may do what.',
  Resources: 'The reference feature: rows that belong to somebody.',
  Audit: 'What happened.',
  Mails: 'What was sent, and what could not be.',
  Machines: 'For load balancers, and for programs that verify tokens.',
};

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
      .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'at+jwt', description: SIGNED_IN }, ACCESS_TOKEN)
      .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'lk_…', description: FOR_PROGRAMS }, API_KEY);
    for (const [name, description] of Object.entries(TAGS)) base.addTag(name, description);
    const document = SwaggerModule.createDocument(app, base.build(), {
      extraModels: [ProblemDto],
      operationIdFactory: (controller, method) => `${lowerFirst(controller.replace(/Controller$/, ''))}_${method}`,
    });
    for (const door of this.doors.list()) {
      const path = door.path.replace(/:([A-Za-z]+)/g, '{$1}');
      const item = document.paths[path] as Record<string, Operation | undefined> | undefined;
      const operation = item?.[door.method.toLowerCase()];
      if (operation) describeDoor(operation, door);
    }
    addExamples(document);
    return document;
  }
}

/** Gives each property an example, so that what is shown of a body can be sent. */
function addExamples(document: OpenAPIObject): void {
  for (const schema of Object.values(document.components?.schemas ?? {})) {
    if (!('properties' in schema)) continue;
    for (const [name, property] of Object.entries(schema.properties ?? {})) {
      if ('$ref' in property || 'example' in property || hasParts(property)) continue;
      const example = EXAMPLES[name];
      const values = property.enum as unknown[] | undefined;
      property.example = values && !values.includes(example) ? values[0] : example;
    }
  }
}

type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;
type Schema = Exclude<Schemas[string], { $ref: string }>;

function hasParts({ items }: Schema): boolean {
  return items !== undefined && '$ref' in items;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
