import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Controller, Get, Param, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Public } from '../access/rules';
import { Config } from '../config';
import { Problem } from '../http/problem';
import { PAGE, PAGE_POLICY, START, STYLE } from './docs-page';
import { OpenApiDocument } from './openapi-document';

const ASSETS: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'favicon-32x32.png': 'image/png',
};
/** What is ours: content type and text. */
const OWN_ASSETS: Readonly<Record<string, readonly [type: string, text: string]>> = {
  'start.js': ['text/javascript; charset=utf-8', START],
  'page.css': ['text/css; charset=utf-8', STYLE],
};

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
    const [ownType, text] = (Object.hasOwn(OWN_ASSETS, name) ? OWN_ASSETS[name] : undefined) ?? [];
    const type = ownType ?? (Object.hasOwn(ASSETS, name) ? ASSETS[name] : undefined);
    if (type === undefined) throw new Problem('not_found');
    await reply.type(type).send(text ?? (await readFile(join(assetFolder(), name))));
  }

  private checkSetting(): void {
    if (!this.config.apiDocs) throw new Problem('not_found');
  }
}

/** The package comes with @nestjs/swagger. */
function assetFolder(): string {
  return join(require.resolve('swagger-ui-dist/package.json', { paths: [require.resolve('@nestjs/swagger')] }), '..');
}
