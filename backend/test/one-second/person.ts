import { randomBytes } from 'node:crypto';
import type { TokenPairDto } from '../../src/auth/auth.dto';
import { PASSWORD } from '../builders';
import type { World } from '../faults/world';
import type { Question } from './observer';
import { type Sent, send } from './send';

export const ADMIN = 'admin@example.com';

/** Something that an administrator or the person does, and whose effect can be seen from outside. */
export interface Change {
  readonly question: Question;
  /** @returns when it was acknowledged @throws Error when it was refused */
  make(on: number): Promise<number>;
  /** What the refresh token must be answered from then on, on any instance. */
  checkRefresh(on: number): Promise<void>;
}

/** As it is shown once. */
interface ApiKey {
  readonly id: string;
  readonly key: string;
}

export type Kind = keyof typeof Person.prototype.kinds;

/** Somebody to whom changes happen, one after the other. */
export class Person {
  private password = PASSWORD;
  private role = 'USER';
  private isDisabled = false;
  private id = '';
  private device: TokenPairDto | undefined;
  /** A role that nobody else has; no version while it is not made. */
  private readonly own = { key: `ROLE_${randomBytes(4).toString('hex').toUpperCase()}`, version: 0, reads: false };

  constructor(
    private readonly world: World,
    private readonly admin: TokenPairDto,
    private readonly email: string,
  ) {}

  /** In an order in which the one rarely has to be prepared for the other. */
  readonly kinds = {
    'a wider role': () => this.changingRole('ADMIN'),
    'sign-out': () => this.ending((device) => this.post('/v1/auth/logout', { refreshToken: device.refreshToken })),
    'a narrower role': () => this.changingRole('USER'),
    'sign-out everywhere': () => this.signingOutEverywhere(),
    'password change': () => this.changingPassword(),
    disabling: () => this.disabling(),
    'revocation of an API key': () => this.revokingKey(),
    'a narrower role of the owner of an API key': async () =>
      this.changingRole('USER', await this.makeKey('users:read')),
    'disabling the owner of an API key': async () => this.disabling(await this.makeKey('resources:read')),
    'a role that is edited': () => this.editingRole(),
    revocation: () => this.ending(() => this.asAdmin('DELETE', `/v1/users/${this.id}/sessions`)),
  };

  /** A change of this kind, with everything ready for it. */
  async prepare(kind: Kind): Promise<Change> {
    if (this.isDisabled) await done(this.asAdmin('PATCH', `/v1/users/${this.id}`, { disabled: false })(0));
    this.isDisabled = false;
    this.device ??= await this.signIn();
    this.id = this.device.user.id;
    return this.kinds[kind]();
  }

  private async signingOutEverywhere(): Promise<Change> {
    const { accessToken } = await this.signIn();
    return this.ending(() => this.post('/v1/auth/logout-all', undefined, accessToken));
  }

  private async changingPassword(): Promise<Change> {
    const { accessToken } = await this.signIn();
    const body = { currentPassword: this.password, newPassword: `a wholly new phrase ${Math.random()}` };
    return this.ending(() => {
      this.password = body.newPassword;
      return this.post('/v1/me/password', body, accessToken);
    });
  }

  private disabling(key?: ApiKey): Promise<Change> {
    return this.ending(() => {
      this.isDisabled = true;
      return this.asAdmin('PATCH', `/v1/users/${this.id}`, { disabled: true });
    }, key);
  }

  private async makeKey(scope: string): Promise<ApiKey> {
    if (scope === 'users:read' && this.role !== 'ADMIN') {
      await done(this.asAdmin('PUT', `/v1/users/${this.id}/role`, { role: 'ADMIN' })(0));
      this.role = 'ADMIN';
    }
    const { accessToken } = await this.signIn();
    const { status, body } = await this.post('/v1/me/api-keys', { name: 'script', scopes: [scope] }, accessToken)(0);
    if (status !== 201) throw new Error(`the key was answered ${status} ${body}`);
    return JSON.parse(body) as ApiKey;
  }

  private async revokingKey(): Promise<Change> {
    const { id, key } = await this.makeKey('resources:read');
    const { accessToken } = this.device!;
    return {
      question: { path: '/v1/me', token: key, before: 200, after: 401 },
      make: (on) => done(this.send(on, `/v1/me/api-keys/${id}`, { method: 'DELETE', token: accessToken })),
      checkRefresh: () => Promise.resolve(),
    };
  }

  /** @param key what is asked with, if not with the access token of the device */
  private async ending(act: (device: TokenPairDto) => Sender, key?: ApiKey): Promise<Change> {
    const device = this.device!;
    return {
      question: { path: '/v1/me', token: key?.key ?? device.accessToken, before: 200, after: 401 },
      make: (on) => {
        this.device = undefined;
        return done(act(device)(on));
      },
      checkRefresh: async (on) => {
        const answer = await this.world.refresh(device, on);
        if (answer?.status !== 401) throw new Error(`the refresh token was answered ${answer?.status}`);
      },
    };
  }

  private async changingRole(role: string, key?: ApiKey): Promise<Change> {
    const isWider = role === 'ADMIN';
    const set = (other: string) => this.asAdmin('PUT', `/v1/users/${this.id}/role`, { role: other });
    const isReady = this.role === (isWider ? 'USER' : 'ADMIN');
    if (!isReady) await done(set(isWider ? 'USER' : 'ADMIN')(0));
    const [before, after] = isWider ? [403, 200] : [200, 403];
    return {
      question: { path: `/v1/users/${this.id}`, token: key?.key ?? this.device!.accessToken, before, after },
      make: (on) => {
        this.role = role;
        return done(set(role)(on));
      },
      checkRefresh: async (on) => {
        const answer = await this.world.refresh(this.device!, on);
        this.device = answer?.body as unknown as TokenPairDto;
        if (this.device?.user?.role !== role) throw new Error(`renewed as ${JSON.stringify(answer)}`);
      },
    };
  }

  private async editingRole(): Promise<Change> {
    const { own } = this;
    const grants = () => ({ name: own.key, grants: own.reads ? { 'users:read': 'any' } : {} });
    if (own.version === 0) await done(this.asAdmin('POST', '/v1/roles', { key: own.key, ...grants() })(0));
    own.version ||= 1;
    if (this.role !== own.key) await done(this.asAdmin('PUT', `/v1/users/${this.id}/role`, { role: own.key })(0));
    this.role = own.key;
    const [before, after] = own.reads ? [200, 403] : [403, 200];
    return {
      question: { path: `/v1/users/${this.id}`, token: this.device!.accessToken, before, after },
      make: (on) => {
        own.reads = !own.reads;
        own.version += 1;
        return done(this.asAdmin('PUT', `/v1/roles/${own.key}`, grants(), own.version - 1)(on));
      },
      checkRefresh: async (on) => {
        const answer = await this.world.refresh(this.device!, on);
        this.device = answer?.body as unknown as TokenPairDto;
        if ('users:read' in (this.device?.user?.permissions ?? {}) !== own.reads)
          throw new Error(`renewed as ${JSON.stringify(answer)}`);
      },
    };
  }

  private signIn(): Promise<TokenPairDto> {
    return this.world.signIn(this.email, this.password);
  }

  private post(path: string, body?: object, token?: string): Sender {
    return (on) => this.send(on, path, { method: 'POST', token, body });
  }

  private asAdmin(method: string, path: string, body?: object, version?: number): Sender {
    return (on) => this.send(on, path, { method, token: this.admin.accessToken, body, version });
  }

  private send(on: number, path: string, parts: Parameters<typeof send>[1]): Promise<Sent> {
    return send(`${this.world.processes[on]!.address}${path}`, parts);
  }
}

/** Sends it to this instance. */
type Sender = (on: number) => Promise<Sent>;

async function done(sent: Promise<Sent>): Promise<number> {
  const { status, body, answeredAt } = await sent;
  if (status < 200 || status > 299) throw new Error(`the change was answered ${status} ${body}`);
  return answeredAt;
}
