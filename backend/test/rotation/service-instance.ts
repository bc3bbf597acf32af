import type { FastifyRequest } from 'fastify';
import type { Actor } from '../../src/access/actor';
import { LiveSessions } from '../../src/access/live-sessions';
import { AuthService } from '../../src/auth/auth.service';
import { JwtStrategy } from '../../src/auth/jwt.strategy';
import { Problem } from '../../src/http/problem';
import { SessionStartService } from '../../src/sessions/session-start.service';
import { SessionsService } from '../../src/sessions/sessions.service';
import type { IssuedTokens, SessionUser } from '../../src/sessions/token-pairs';
import type { AccessTokenClaims } from '../../src/tokens/access-tokens';
import { RefreshTokens } from '../../src/tokens/refresh-tokens';
import { UsersService } from '../../src/users/users.service';
import type { TestApp } from '../start-app';
import { webClient } from '../web-client';

const CLIENT = {
  ip: '192.0.2.1',
  userAgent: 'explorer',
  requestId: 'explorer',
  isWebApp: false,
  isUnconfirmed: false,
  knownDevice: null,
};

/** One instance of the API behind its doors: the services as HTTP calls them, and a clock that stands still. */
export class ServiceInstance {
  readonly refreshTokens: RefreshTokens;
  private readonly sessions: SessionsService;
  private readonly liveSessions: LiveSessions;
  private readonly strategy: JwtStrategy;
  private readonly auth: AuthService;
  private readonly users: UsersService;

  constructor(private readonly api: TestApp) {
    const { app } = api;
    this.refreshTokens = app.get(RefreshTokens);
    this.sessions = app.get(SessionsService);
    this.liveSessions = app.get(LiveSessions);
    this.strategy = app.get(JwtStrategy);
    this.auth = app.get(AuthService);
    this.users = app.get(UsersService);
  }

  /** @param now epoch milliseconds */
  setClock(now: number): void {
    this.api.clock.now = () => now;
  }

  /** As if a second had gone by, in which every change acts everywhere. */
  forgetWhatItKnows(): void {
    this.liveSessions.forgetAll();
  }

  async signIn(user: SessionUser): Promise<IssuedTokens> {
    const starts = this.api.app.get(SessionStartService);
    const [issued] = await this.api.database.write((tx) => starts.start(tx, [{ user, client: CLIENT }]));
    return issued!;
  }

  /** @returns what it is refused with, if it is */
  async refresh(token: string): Promise<IssuedTokens | 'refused' | 'unavailable'> {
    try {
      return await this.sessions.refresh(token, CLIENT);
    } catch (error) {
      if (error instanceof Problem && error.code === 'session_ended') return 'refused';
      if (error instanceof Problem && error.code === 'unavailable') return 'unavailable';
      throw error;
    }
  }

  /** A request with an access token of these claims, as the guard sees it after the signature. */
  request(claims: AccessTokenClaims, isMarked: boolean): Promise<Actor | null> {
    const [header, value] = webClient(this.api, { ip: CLIENT.ip, unconfirmed: isMarked });
    return this.strategy.validate({ headers: { [header]: value }, ip: CLIENT.ip } as unknown as FastifyRequest, claims);
  }

  signOut(refreshToken: string): Promise<void> {
    return this.auth.logout({ refreshToken }, undefined, CLIENT);
  }

  async revoke(userId: string, sessionId: string): Promise<void> {
    const by = { actor: null, client: CLIENT };
    await this.sessions.endOne({ by, userId, sessionId, action: 'session.revoke' });
  }

  signOutEverywhere(actor: Actor): Promise<void> {
    return this.auth.logoutAll({ actor, client: CLIENT });
  }

  /** The part of a change of password that concerns sessions; the hash would take longer than all the rest. */
  changePassword(userId: string, sessionId: string): Promise<void> {
    return this.api.database.write(async (tx) => {
      await this.sessions.endAllOf(tx, userId, 'password_changed', sessionId);
      await this.sessions.recordProof(tx, sessionId);
    });
  }

  async setDisabled(administrator: Actor, userId: string, disabled: boolean): Promise<void> {
    await this.users.update({ actor: administrator, client: CLIENT }, userId, { disabled });
  }

  async suspend(userId: string, now: number): Promise<void> {
    await this.api.database.execute('UPDATE users SET disabled_at = ? WHERE id = ?', [now, userId]);
  }
}
