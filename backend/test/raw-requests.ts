import { Agent, request } from 'node:http';
import type { TokenPairDto } from '../src/auth/auth.dto';
import type { TestApp } from './start-app';

export interface RawRequest {
  method: string;
  /** Goes out as it is: no client tidies `..`, `//` or an escape. */
  target: string;
  headers?: Record<string, string>;
}

export interface RawAnswer {
  status: number;
  text: string;
}

/** Requests byte by byte as given, over connections that are kept, with somebody's access token or nobody's. */
export function rawRequestsOf({ url }: TestApp, tokens?: TokenPairDto) {
  const agent = new Agent({ keepAlive: true });
  const { hostname, port } = new URL(url);
  const authorization: Record<string, string> = tokens ? { authorization: `Bearer ${tokens.accessToken}` } : {};
  const send = ({ method, target, headers }: RawRequest): Promise<RawAnswer> =>
    new Promise((resolve, reject) => {
      const options = { agent, hostname, port, method, path: target, headers: { ...authorization, ...headers } };
      const outgoing = request(options, (incoming) => {
        let text = '';
        incoming.setEncoding('utf8');
        incoming.on('data', (chunk: string) => (text += chunk));
        incoming.on('end', () => resolve({ status: incoming.statusCode ?? 0, text }));
      });
      outgoing.on('error', reject);
      outgoing.end();
    });
  return { send, close: () => agent.destroy() };
}

/** Other spellings of an address, which some router somewhere takes for the same one. */
export function disguisesOf(path: string): string[] {
  const [, first = '', ...rest] = path.split('/');
  const tail = rest.length > 0 ? `/${rest.join('/')}` : '';
  const last = path.slice(path.lastIndexOf('/') + 1);
  const parent = path.slice(0, path.lastIndexOf('/'));
  const escaped = `%${last.charCodeAt(0).toString(16)}${last.slice(1)}`;
  return [
    `${path}/`,
    `${path}//`,
    `/${path}`,
    `${parent}//${last}`,
    `${parent}%2f${last}`,
    `${parent}%2F${last}`,
    `${parent}%5c${last}`,
    `${parent}\\${last}`,
    `${parent}/./${last}`,
    `${path}/.`,
    `${path}/./`,
    `${path}/x/..`,
    `${parent}/x/../${last}`,
    `${parent}/%2e/${last}`,
    `${parent}/x/%2e%2e/${last}`,
    `/health/live/../..${path}`,
    `/health/live/..%2f..${path}`,
    `/docs/..%2f${first}${tail.replaceAll('/', '%2f')}`,
    `/${first.toUpperCase()}${tail}`,
    `/${first}${tail.toUpperCase()}`,
    `${parent}/${escaped}`,
    `${path};x`,
    `${path};x=1`,
    `/${first};x${tail}`,
    `${path}?x`,
    `${path}?/health/live`,
    `${path}%3f`,
    `${path}%00`,
    `${path}%20`,
    `${path}.json`,
    `http://elsewhere.example${path}`,
  ];
}
