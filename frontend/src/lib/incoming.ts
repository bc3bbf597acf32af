import { randomBytes, randomUUID } from 'node:crypto';
import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, ServerResponse } from 'node:http';

import type { AddressReader } from './client-address';
import { INTERNAL, INTERNAL_PREFIX } from './internal-headers';

/**
 * Two things that Next does not offer to the code it runs: the address of the socket (`X-Forwarded-For` is whatever the
 * client wrote) and the status of a page that explains what is wrong. Both come from the request as Node sees it, before
 * Next does: Node announces each one on a public channel.
 * @see https://nodejs.org/api/diagnostics_channel.html#http
 * @see docs/decisions/0012-the-request-before-next.md
 */
interface Incoming {
  /** Known to this process alone, so that nobody outside can write our headers. */
  mark: string;
  open: Map<string, { response: ServerResponse; asksForDocument: boolean; isRefused: boolean }>;
}

// proxy, pages and route handlers are separate copies of this module in one process: what they share is here.
const SHARED = Symbol.for('latchkey.incoming');
const shared = globalThis as { [SHARED]?: Incoming };
const incoming = (shared[SHARED] ??= { mark: randomBytes(16).toString('hex'), open: new Map() });

interface Settings {
  readAddress: AddressReader;
  /** Public origin: Next compares it with the origin of a posted action, and must not believe a header about it. */
  webUrl: string;
}

/** Begins to watch. Called once, before the first request is answered. */
export function watchIncoming(settings: Settings): void {
  subscribe('http.server.request.start', (message) => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
    stamp(request, response, settings);
  });
}

function stamp(request: IncomingMessage, response: ServerResponse, { readAddress, webUrl }: Settings): void {
  const { headers, socket } = request;
  // Next fetches the page that an action redirects to from itself; that request is made for the same browser.
  const own = readStamp(headerText(headers[INTERNAL.stamp]));
  const clientIp = own?.clientIp ?? readAddress(socket.remoteAddress ?? '', headerText(headers['x-forwarded-for']));
  const requestId = randomUUID();
  for (const name of Object.keys(headers)) if (name.startsWith(INTERNAL_PREFIX)) delete headers[name];
  const { protocol, host } = new URL(webUrl);
  Object.assign(headers, {
    [INTERNAL.stamp]: `${incoming.mark} ${requestId} ${clientIp}`,
    'x-forwarded-for': clientIp,
    'x-forwarded-host': host,
    'x-forwarded-proto': protocol.slice(0, -1),
  });
  const asksForDocument = headers['rsc'] === undefined && headers['next-action'] === undefined;
  incoming.open.set(requestId, { response, asksForDocument, isRefused: false });
  response.once('close', () => incoming.open.delete(requestId));
}

export interface Stamp {
  requestId: string;
  clientIp: string;
}

/** What `watchIncoming` wrote; null for a header that anybody else wrote. */
export function readStamp(value: string | null | undefined): Stamp | null {
  const [mark, requestId, clientIp] = value?.split(' ') ?? [];
  return mark === incoming.mark && requestId && clientIp ? { requestId, clientIp } : null;
}

/**
 * Gives the answer a status while its page is still being made. Only for documents: the router in the browser asks for
 * data instead, and takes anything but 200 for a broken answer.
 */
export function setStatus(requestId: string, status: number): void {
  const open = incoming.open.get(requestId);
  if (open?.asksForDocument && !open.response.headersSent) open.response.statusCode = status;
}

/** Remembers that what this request posted was not done. */
export function noteRefusal(requestId: string): void {
  const open = incoming.open.get(requestId);
  if (open) open.isRefused = true;
}

/** Whether this request posted a form without scripts, and in vain: its page begins its title with that news. */
export function wasRefused(requestId: string): boolean {
  const open = incoming.open.get(requestId);
  return open !== undefined && open.asksForDocument && open.isRefused;
}

function headerText(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(',') : value;
}
