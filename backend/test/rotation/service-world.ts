import type { Actor } from '../../src/access/actor';
import type { Database } from '../../src/database/database';
import type { IssuedTokens, SessionUser } from '../../src/sessions/token-pairs';
import { ACCESS_TOKEN_AUDIENCE, type AccessTokenClaims } from '../../src/tokens/access-tokens';
import type { Rules } from './schedule';
import type { ServiceInstance } from './service-instance';
import { readState } from './stored-state';
import { type Answer, FORESIGHT, type State, type Step, Violation, type World } from './world';

interface Held {
  readonly id: string;
  readonly salt: string;
  /** The text of every refresh token that was given, by generation. */
  readonly tokens: string[];
}

export interface ServiceWorldParts {
  readonly rules: Rules;
  readonly instances: readonly ServiceInstance[];
  readonly database: Database;
  readonly user: SessionUser;
  readonly administrator: Actor;
}

/** The product's own services over a real database. Steps that are done together really run at the same time. */
export class ServiceWorld implements World {
  private readonly held: Held[] = [];

  constructor(private readonly parts: ServiceWorldParts) {}

  async signIn(on: number, now: number): Promise<number> {
    const { instances, user, database } = this.parts;
    const instance = instances[on]!;
    instance.setClock(now);
    const { refreshToken } = await instance.signIn(user);
    const id = instance.refreshTokens.parse(refreshToken)!.sessionId;
    const rows = await database.query<{ token_salt: string }>('SELECT token_salt FROM sessions WHERE id = ?', [id]);
    return this.held.push({ id, salt: rows[0]!.token_salt, tokens: ['', refreshToken] }) - 1;
  }

  async perform(steps: readonly Step[]): Promise<Answer[]> {
    for (const { on, now } of steps) this.parts.instances[on]!.setClock(now);
    for (const instance of this.parts.instances) instance.forgetWhatItKnows();
    const settled = await Promise.allSettled(steps.map((step) => this.do(step)));
    return settled.map((one) => {
      if (one.status === 'fulfilled') return one.value;
      throw one.reason;
    });
  }

  look(): Promise<State> {
    return readState(
      this.parts.database,
      this.parts.user.id,
      this.held.map(({ id }) => id),
    );
  }

  private async do(step: Step): Promise<Answer> {
    const { instances, user, administrator } = this.parts;
    const instance = instances[step.on]!;
    const { id, tokens, salt } = this.held[step.session]!;
    const token = tokens[step.generation]!;
    switch (step.deed) {
      case 'refresh':
        return this.refresh(instance, step.session, token);
      case 'forge':
        return this.refresh(instance, step.session, forged(token));
      case 'foresee': {
        const later = instance.refreshTokens.issue(id, step.generation + FORESIGHT, salt);
        return this.refresh(instance, step.session, later);
      }
      case 'request':
        return (await instance.request(this.claims(step), step.isMarked)) ? 'ok' : 'refused';
      case 'sign out':
        return done(instance.signOut(token));
      case 'revoke':
        return done(instance.revoke(user.id, id));
      case 'sign out everywhere':
        return done(instance.signOutEverywhere({ ...administrator, userId: user.id, sessionId: id }));
      case 'change password':
        return done(instance.changePassword(user.id, id));
      case 'disable':
      case 'enable':
        return done(instance.setDisabled(administrator, user.id, step.deed === 'disable'));
      case 'suspend':
        return done(instance.suspend(user.id, step.now));
    }
  }

  private async refresh(instance: ServiceInstance, session: number, token: string): Promise<Answer> {
    const answer = await instance.refresh(token);
    return typeof answer === 'string' ? answer : this.generationOf(instance, session, answer);
  }

  /** @throws Violation when the tokens do not belong together, or to the session, or are not the only ones */
  private generationOf(
    instance: ServiceInstance,
    session: number,
    { refreshToken, accessToken }: IssuedTokens,
  ): number {
    const { id, tokens } = this.held[session]!;
    const { generation, sessionId } = instance.refreshTokens.parse(refreshToken)!;
    const { sid, gen } = JSON.parse(
      Buffer.from(accessToken.split('.')[1]!, 'base64url').toString('utf8'),
    ) as AccessTokenClaims;
    if (sessionId !== id || sid !== id) throw new Violation('the tokens are of another session');
    if (gen !== generation) throw new Violation(`generation ${generation} came with an access token of ${gen}`);
    tokens[generation] ??= refreshToken;
    if (tokens[generation] !== refreshToken) throw new Violation(`there are two tokens of generation ${generation}`);
    return generation;
  }

  private claims({ session, generation, issuedAt }: Step): AccessTokenClaims {
    const { user, rules } = this.parts;
    const iat = Math.floor(issuedAt / 1000);
    return {
      sub: user.id,
      sid: this.held[session]!.id,
      gen: generation,
      role: user.role,
      jti: 'explored',
      iss: 'explorer',
      aud: ACCESS_TOKEN_AUDIENCE,
      iat,
      exp: iat + rules.accessMs / 1000,
    };
  }
}

async function done(work: Promise<unknown>): Promise<Answer> {
  await work;
  return 'ok';
}

function forged(token: string): string {
  const bytes = Buffer.from(token.slice(4), 'base64url');
  bytes[bytes.length - 1]! ^= 1;
  return `lkr_${bytes.toString('base64url')}`;
}
