import { createServer, request, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';

import { selfSignedCertificate } from './certificate';
import { endToEnd } from './relay';

export interface Balancer {
  url: string;
  close(): Promise<void>;
}

/**
 * One public address in front of several web instances, each request to the next one: no request can rely on the last.
 * @param httpsHost makes the public address an https one, of this host; behind it everything is plain
 */
export async function startBalancer(
  targets: () => readonly string[],
  port: number,
  httpsHost?: string,
): Promise<Balancer> {
  let turn = 0;
  const forward: RequestListener = (incoming, outgoing) => {
    const all = targets();
    const target = new URL(incoming.url ?? '/', all[turn++ % all.length]);
    const { method, headers } = incoming;
    const forwarded = request(target, { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, endToEnd(answer.headers));
      answer.pipe(outgoing);
    });
    forwarded.on('error', () => outgoing.destroy());
    outgoing.on('close', () => forwarded.destroy());
    incoming.pipe(forwarded);
  };
  const server = httpsHost ? createTlsServer(selfSignedCertificate(httpsHost), forward) : createServer(forward);
  await new Promise<void>((resolve) => server.listen(port, 'localhost', resolve));
  return {
    url: `${httpsHost ? `https://${httpsHost}` : 'http://localhost'}:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
