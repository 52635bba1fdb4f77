import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';

/** `/api/docs` and `/api/openapi.json`, made from the code when first asked for. */
export function serveOpenApi(app: NestFastifyApplication, version: string, hasKeys: boolean): void {
  const description = new DocumentBuilder()
    .setTitle('Flow Trail')
    .setDescription('Why did the system decide this? Send flows, find them, read them back byte for byte.')
    .setVersion(version)
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0');
  if (hasKeys) description.addBearerAuth({ type: 'http', scheme: 'bearer' }).addSecurityRequirements('bearer');
  SwaggerModule.setup('api/docs', app, () => SwaggerModule.createDocument(app, description.build()), {
    jsonDocumentUrl: 'api/openapi.json',
    yamlDocumentUrl: 'api/openapi.yaml',
    customSiteTitle: 'Flow Trail API',
  });
  // The documentation's page brings inline styles and one inline script of its own.
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onSend', async (request, reply) => {
      if (!request.url.startsWith('/api/docs')) return;
      reply.header(
        'content-security-policy',
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'",
      );
    });
}
