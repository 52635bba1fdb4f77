import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from '../errors/problem.js';

/** Where the build of the dashboard lies, from sources as from dist. */
export const dashboardFolder = fileURLToPath(new URL('../../../dashboard/dist/browser', import.meta.url));

const hashedName = /[.-][A-Za-z0-9_-]{8}\.\w+$/;

/** Serves the dashboard: its files by name, a page that names its scripts for every other path that is not the API's. */
@ApiExcludeController()
@Controller()
export class DashboardController {
  @Get('*')
  async answer(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const pathname = pathOf(request.url);
    if (/^\/api(\/|$)/i.test(pathname)) throw new Problem('not-found', 'The API has no such route. See /api/docs.');
    if (path.extname(pathname) === '')
      return this.#sendPage(reply, pathname.startsWith('/flows/') ? 'flow.html' : 'index.html');
    // The files are served only when they were built.
    if (!reply.sendFile) throw new Problem('not-found', 'There is no such file.');
    if (hashedName.test(pathname)) reply.header('cache-control', 'public, max-age=31536000, immutable');
    // A worker lives under the policy that its own script came with.
    await reply.header('content-security-policy', filePolicy).sendFile(pathname.slice(1));
  }

  async #sendPage(reply: FastifyReply, page: string): Promise<void> {
    const html = await readFile(path.join(dashboardFolder, page), 'utf8').catch((cause: unknown) => {
      throw new Problem('not-found', 'The dashboard is not built. Run: make build', { cause });
    });
    const nonce = randomBytes(16).toString('base64');
    await reply
      .header('content-security-policy', pagePolicy(nonce))
      .type('text/html; charset=utf-8')
      .send(html.replaceAll('CSP_NONCE', nonce));
  }
}

/** Slashes that repeat, and backslashes, would make a host of what follows them. */
function pathOf(url: string): string {
  const path = url.replaceAll('\\', '/').replace(/^\/{2,}/, '/');
  if (!URL.canParse(path, 'http://localhost')) throw new Problem('malformed-request', 'The URL cannot be read.');
  return new URL(path, 'http://localhost').pathname;
}

const filePolicy = "default-src 'none'; script-src 'self'; connect-src 'self'; frame-ancestors 'none'";

const pagePolicy = (nonce: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "base-uri 'self'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types angular angular#bundler flow-trail',
  ].join('; ');
