import { DAY, type Edge, type Rules } from './schedule';
import type { Answer, State, Step } from './world';

/** A session as its promises see it: everything that ever happened to it. */
export interface Session {
  generation: number;
  confirmed: number;
  /** When each generation was superseded, by generation. Null once a rotation found its retry window to be over. */
  superseded: (number | null)[];
  lastUsedAt: number;
  idleEnd: number;
  readonly absoluteEnd: number;
  endedReason: string | null;
}

/**
 * What is promised, one act after the other. Written from the promises alone, slow and without any cleverness; it shares
 * no code with the product, so that a mistake would have to be made twice.
 */
export class Model {
  private isDisabled = false;
  private sessions: Session[] = [];

  constructor(private readonly rules: Rules) {}

  get isPersonDisabled(): boolean {
    return this.isDisabled;
  }

  copy(): Model {
    const copy = new (this.constructor as typeof Model)(this.rules);
    copy.isDisabled = this.isDisabled;
    copy.sessions = this.sessions.map((session) => ({ ...session, superseded: [...session.superseded] }));
    return copy;
  }

  isLiveAt(number: number, now: number): boolean {
    return this.isLive(this.sessions[number]!, now);
  }

  signIn(now: number): void {
    const absoluteEnd = now + this.rules.absoluteMs;
    const idleEnd = Math.min(now + this.rules.idleMs, absoluteEnd);
    const start = { generation: 1, confirmed: 0, superseded: [null], endedReason: null };
    this.sessions.push({ ...start, lastUsedAt: now, idleEnd, absoluteEnd });
  }

  /** Does one step, and says how it must be answered. */
  apply(step: Step): Answer {
    const session = this.sessions[step.session]!;
    switch (step.deed) {
      case 'refresh':
        return this.refresh(session, step);
      case 'request':
        return this.request(session, step);
      case 'forge':
      case 'foresee':
        return 'refused';
      case 'sign out':
        return end(session, 'signed_out');
      case 'revoke':
        return end(session, 'revoked');
      case 'sign out everywhere':
        return this.endAll('signed_out');
      case 'change password':
        return this.endAll('password_changed', session);
      case 'disable':
        this.isDisabled = true;
        return this.endAll('disabled');
      case 'suspend':
        this.isDisabled = true;
        return 'ok';
      case 'enable':
        this.isDisabled = false;
        return 'ok';
    }
  }

  look(): State {
    const rows = this.sessions.map(
      ({ generation, confirmed, superseded, lastUsedAt, idleEnd, absoluteEnd, endedReason }) => ({
        generation,
        confirmedGeneration: confirmed,
        recentRotations: superseded.flatMap((at, old) => (at === null ? [] : [[old, at] as const])),
        lastUsedAt,
        idleExpiresAt: idleEnd,
        expiresAt: absoluteEnd,
        endedReason,
      }),
    );
    return { isDisabled: this.isDisabled, rows };
  }

  /** When this edge is, or was last, of the token before the current one. Undefined when no token was superseded. */
  momentOf(edge: Edge, number: number): number | undefined {
    const { superseded, generation, idleEnd, absoluteEnd } = this.sessions[number]!;
    if (edge === 'idle end') return idleEnd;
    if (edge === 'absolute end') return absoluteEnd;
    const at = superseded[generation - 1];
    return at == null ? undefined : at + (edge === 'retry window' ? this.rules.retryMs : DAY);
  }

  protected refresh(session: Session, { generation: presented, now }: Step): Answer {
    if (!this.isLive(session, now)) return 'refused';
    if (presented === session.generation) return this.rotate(session, now);
    if (this.mayHaveAgain(session, presented, now)) return session.generation;
    return this.replay(session);
  }

  protected replay(session: Session): Answer {
    end(session, 'replayed');
    return 'refused';
  }

  private rotate(session: Session, now: number): Answer {
    const { retryMs, idleMs } = this.rules;
    session.superseded = session.superseded.map((at) => (at !== null && now - at < retryMs ? at : null));
    session.superseded[session.generation] = now;
    session.lastUsedAt = now;
    session.idleEnd = Math.min(now + idleMs, session.absoluteEnd);
    return ++session.generation;
  }

  protected mayHaveAgain(session: Session, presented: number, now: number): boolean {
    const at = session.superseded[presented];
    if (this.rules.retryMs === 0 || at == null) return false;
    if (now - at < this.rules.retryMs) return true;
    const wasSuccessorSeen = session.confirmed >= session.generation;
    return presented === session.generation - 1 && !wasSuccessorSeen && now - at <= DAY;
  }

  private request(session: Session, { generation, issuedAt, now, isMarked }: Step): Answer {
    const accessEnd = Math.floor(issuedAt / 1000) * 1000 + this.rules.accessMs;
    if (!this.isLive(session, now) || now >= accessEnd) return 'refused';
    if (!isMarked) session.confirmed = Math.max(session.confirmed, generation);
    return 'ok';
  }

  private isLive({ endedReason, idleEnd, absoluteEnd }: Session, now: number): boolean {
    return endedReason === null && !this.isDisabled && now < idleEnd && now < absoluteEnd;
  }

  private endAll(reason: string, except?: Session): Answer {
    for (const session of this.sessions) if (session !== except) end(session, reason);
    return 'ok';
  }
}

function end(session: Session, reason: string): Answer {
  session.endedReason ??= reason;
  return 'ok';
}
