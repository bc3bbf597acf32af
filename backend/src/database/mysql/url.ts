import { readFileSync } from 'node:fs';
import { StartupError } from '../errors';

export interface MysqlHost {
  readonly host: string;
  readonly port: number;
}

/** What `DATABASE_URL` says about a MySQL or MariaDB server. */
export interface MysqlAddress {
  /** In the order in which they are tried; more than one for a cluster. */
  readonly hosts: readonly MysqlHost[];
  readonly user: string;
  readonly password: string;
  readonly database: string;
  /** Encrypt and check the server's certificate, against `ca` when given, else against the system's authorities. */
  readonly tls?: { readonly ca?: Buffer };
}

const DEFAULT_PORT = 3306;

/** Scheme, user and password, hosts, database, parameters. A password may hold an `@`; the last one ends it. */
const URL_PARTS =
  /^(?:mysql|mariadb):\/\/(?:(?<credentials>.*)@)?(?<hosts>[^@/?]+)\/(?<database>[^/?]+)(?:\?(?<parameters>.*))?$/;
/** A name or an IPv4 address, or an IPv6 address in brackets, and maybe a port. */
const HOST_PARTS = /^(?:\[(?<ipv6>[0-9a-fA-F:.]+)\]|(?<name>[^:[\]]+))(?::(?<port>\d{1,5}))?$/;

const EXAMPLE = 'mysql://user:password@host:3306/latchkey';

/**
 * Reads `mysql://user:password@host:port,host:port/database?ssl=true&ssl-ca=<file>`. The standard's parser knows no
 * list of hosts.
 * @throws StartupError without the password in it
 */
export function parseMysqlUrl(url: string): MysqlAddress {
  const parts = URL_PARTS.exec(url)?.groups;
  if (!parts?.hosts || !parts.database) {
    throw new StartupError(`DATABASE_URL is not complete. Write it as ${EXAMPLE}.`);
  }
  const [user = '', password = ''] = splitOnce(parts.credentials ?? '', ':').map(decode);
  return {
    hosts: parts.hosts.split(',').map(parseHost),
    user,
    password,
    database: decode(parts.database),
    ...parseTls(new URLSearchParams(parts.parameters)),
  };
}

/** For messages: where, but not as whom. */
export function describeHosts({ hosts, database }: MysqlAddress): string {
  return `${hosts.map(({ host, port }) => `${host}:${port}`).join(', ')} (database ${database})`;
}

function parseHost(text: string): MysqlHost {
  const parts = HOST_PARTS.exec(text.trim())?.groups;
  const host = parts?.ipv6 ?? parts?.name;
  const port = parts?.port === undefined ? DEFAULT_PORT : Number(parts.port);
  if (!host || port < 1 || port > 65_535) {
    throw new StartupError(`DATABASE_URL has a host that cannot be read. Write it as ${EXAMPLE}.`);
  }
  return { host, port };
}

function parseTls(parameters: URLSearchParams): Pick<MysqlAddress, 'tls'> {
  for (const name of parameters.keys()) {
    if (name === 'ssl' || name === 'ssl-ca') continue;
    throw new StartupError(`DATABASE_URL has the unknown parameter "${name}". Known are ssl=true and ssl-ca=<file>.`);
  }
  const file = parameters.get('ssl-ca');
  if (file) return { tls: { ca: readCertificate(file) } };
  return parameters.get('ssl') === 'true' ? { tls: {} } : {};
}

function readCertificate(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new StartupError(`The file ${file} named by ssl-ca in DATABASE_URL cannot be read. Correct the path.`, {
      cause: error,
    });
  }
}

function splitOnce(text: string, separator: string): string[] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new StartupError('DATABASE_URL has a % that encodes nothing. Write a % in a password as %25.');
  }
}
