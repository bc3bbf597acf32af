import { Agent, request } from 'node:http';

const agent = new Agent({ keepAlive: true });

export interface Sent {
  /** When it was sent and when its answer began, by a clock that nobody sets. */
  readonly sentAt: number;
  readonly answeredAt: number;
  /** 0 when the connection ended before there was an answer. */
  readonly status: number;
  readonly body: string;
}

interface Parts {
  method?: string;
  token?: string | undefined;
  body?: object | undefined;
  /** The version that the caller saw. */
  version?: number | undefined;
}

/** A request on a connection that others have used; moments are taken as close to the wire as we get. */
export function send(url: string, { method = 'GET', token, body, version }: Parts = {}): Promise<Sent> {
  const text = body && JSON.stringify(body);
  const headers = {
    ...(text !== undefined && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
    ...(version !== undefined && { 'if-match': `"${version}"` }),
  };
  return new Promise((resolve) => {
    const sentAt = performance.now();
    const lose = () => resolve({ sentAt, answeredAt: performance.now(), status: 0, body: '' });
    const sending = request(url, { method, headers, agent }, (response) => {
      const answeredAt = performance.now();
      const { statusCode: status = 0 } = response;
      let received = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => (received += part));
      response.on('end', () => resolve({ sentAt, answeredAt, status, body: received }));
      response.on('error', lose);
    });
    sending.on('error', lose);
    sending.end(text);
  });
}

/** Connections that are kept open would keep the test run from ending. */
export function closeConnections(): void {
  agent.destroy();
}
