import { StartupError } from '../errors';
import { describeHosts, parseMysqlUrl } from './url';

describe('DATABASE_URL of a server', () => {
  it('names user, password, host, port and database', () => {
    expect(parseMysqlUrl('mysql://latchkey:secret@db.example.com:3307/accounts')).toEqual({
      hosts: [{ host: 'db.example.com', port: 3307 }],
      user: 'latchkey',
      password: 'secret',
      database: 'accounts',
    });
  });

  it.each([
    ['several hosts', 'mysql://u:p@a:3306,b,c:3308/d', ['a:3306', 'b:3306', 'c:3308']],
    ['the usual port unless another is given', 'mariadb://u:p@a/d', ['a:3306']],
    ['an IPv6 address', 'mysql://u:p@[::1]:3307/d', ['::1:3307']],
  ])('may name %s', (_, url, hosts) => {
    expect(parseMysqlUrl(url).hosts.map(({ host, port }) => `${host}:${port}`)).toEqual(hosts);
  });

  it.each([
    ['u:p%40%2F%25@', 'u', 'p@/%'],
    ['u:p@ss:w0rd@', 'u', 'p@ss:w0rd'],
    ['u:@', 'u', ''],
    ['u@', 'u', ''],
    ['', '', ''],
  ])('takes user and password from %j', (credentials, user, password) => {
    expect(parseMysqlUrl(`mysql://${credentials}host/d`)).toMatchObject({ user, password });
  });

  it('asks for encryption with ssl=true, against one authority with ssl-ca', () => {
    expect(parseMysqlUrl('mysql://u:p@a/d').tls).toBeUndefined();
    expect(parseMysqlUrl('mysql://u:p@a/d?ssl=true').tls).toEqual({});
    expect(parseMysqlUrl(`mysql://u:p@a/d?ssl-ca=${encodeURIComponent(__filename)}`).tls?.ca).toBeInstanceOf(Buffer);
  });

  it.each([
    'mysql://',
    'mysql://u:secret@/d',
    'mysql://u:secret@host',
    'mysql://u:secret@host/',
    'mysql://u:secret@host:0/d',
    'mysql://u:secret@host:99999/d',
    'mysql://u:secret@host:port/d',
    'mysql://u:secret@a,,b/d',
    'mysql://u:secret%@host/d',
    'mysql://u:secret@host/d?sslmode=require',
    'mysql://u:secret@host/d?ssl-ca=/no/such/file',
  ])('%j is refused, without the password in the message', (url) => {
    const read = (): unknown => parseMysqlUrl(url);

    expect(read).toThrow(StartupError);
    expect(read).not.toThrow(/secret/);
  });

  it('is described without user and password', () => {
    const address = parseMysqlUrl('mysql://latchkey:secret@a:1,b:2/accounts');

    expect(describeHosts(address)).toBe('a:1, b:2 (database accounts)');
  });
});
