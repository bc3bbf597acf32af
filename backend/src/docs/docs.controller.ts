import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Controller, Get, Param, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Public } from '../access/rules';
import { Config } from '../config';
import { Problem } from '../http/problem';
import { OpenApiDocument } from './openapi-document';

const ASSETS: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'favicon-32x32.png': 'image/png',
};
const START = `SwaggerUIBundle({ url: '/openapi.json', dom_id: '#docs', deepLinking: true, persistAuthorization: false })`;
const PAGE = `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>Latchkey API</title>
  <link rel="icon" href="/docs/favicon-32x32.png">
  <link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
  <main id="docs"></main>
  <script src="/docs/swagger-ui-bundle.js"></script>
  <script src="/docs/start.js"></script>
</body>
</html>
`;
/** Looser than the rest of the API: this is the one page that a browser shows. */
const PAGE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'";

/** The contract, for programs and for people. A controller like any other, so that its doors are declared too. */
@ApiExcludeController()
@Controller()
export class DocsController {
  constructor(
    private readonly config: Config,
    private readonly document: OpenApiDocument,
  ) {}

  @Get('openapi.json')
  @Public()
  openapi() {
    this.checkSetting();
    return this.document.build();
  }

  @Get('docs')
  @Public()
  page(@Res() reply: FastifyReply): void {
    this.checkSetting();
    void reply.header('content-security-policy', PAGE_POLICY).type('text/html; charset=utf-8').send(PAGE);
  }

  @Get('docs/:asset')
  @Public()
  async asset(@Param('asset') name: string, @Res() reply: FastifyReply): Promise<void> {
    this.checkSetting();
    const type = Object.hasOwn(ASSETS, name) ? ASSETS[name] : undefined;
    if (name === 'start.js') {
      await reply.type('text/javascript; charset=utf-8').send(START);
    } else if (type === undefined) {
      throw new Problem('not_found');
    } else {
      await reply.type(type).send(await readFile(join(assetFolder(), name)));
    }
  }

  private checkSetting(): void {
    if (!this.config.apiDocs) throw new Problem('not_found');
  }
}

/** The package comes with @nestjs/swagger. */
function assetFolder(): string {
  return join(require.resolve('swagger-ui-dist/package.json', { paths: [require.resolve('@nestjs/swagger')] }), '..');
}
