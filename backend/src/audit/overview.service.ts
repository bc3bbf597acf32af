import { Injectable } from '@nestjs/common';
import { Clock } from '../clock';
import { Database } from '../database/database';
import type { OverviewDto, SignInDayDto } from './audit.dto';

const DAY_MS = 86_400_000;
const DAYS = 30;
/** Counting a million rows takes longer than a page may, and nobody needs it newer. */
const MAX_AGE_MS = 60_000;

type Counts = Pick<OverviewDto, 'countedAt' | 'users' | 'disabledUsers' | 'activeToday' | 'activeSessions'>;

/** Figures for the first page of the administration. */
@Injectable()
export class OverviewService {
  private counts: { readonly at: number; readonly answer: Promise<Counts> } | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly database: Database,
  ) {}

  /** @throws DatabaseUnavailable */
  async read(): Promise<OverviewDto> {
    const [counts, signIns] = await Promise.all([this.recentCounts(), this.signIns()]);
    return { ...counts, signIns };
  }

  private recentCounts(): Promise<Counts> {
    const now = this.clock.now();
    const known = this.counts;
    if (known && Math.abs(now - known.at) < MAX_AGE_MS) return known.answer;
    const counts = { at: now, answer: this.count(now) };
    this.counts = counts;
    counts.answer.catch(() => {
      if (this.counts === counts) this.counts = undefined;
    });
    return counts.answer;
  }

  private async count(now: number): Promise<Counts> {
    const [users, disabledUsers, activeToday, activeSessions] = await Promise.all([
      this.total('users'),
      this.total('users WHERE disabled_at IS NOT NULL'),
      this.total('users WHERE last_login_at >= ?', now - DAY_MS),
      this.total('sessions WHERE ended_at IS NULL AND expires_at > ? AND idle_expires_at > ?', now, now),
    ]);
    return { countedAt: new Date(now).toISOString(), users, disabledUsers, activeToday, activeSessions };
  }

  private async total(rows: string, ...parameters: number[]): Promise<number> {
    const [row] = await this.database.query<{ total: number }>(`SELECT COUNT(*) AS total FROM ${rows}`, parameters);
    return row?.total ?? 0;
  }

  /** A day without any is there too. */
  private async signIns(): Promise<SignInDayDto[]> {
    const today = this.clock.now();
    const days = Array.from({ length: DAYS }, (_, index) => dayOf(today - (DAYS - 1 - index) * DAY_MS));
    const rows = await this.database.query<{ day: string; outcome: string; total: number }>(
      `SELECT day, outcome, total FROM audit_days WHERE day >= ? AND action = 'session.start'`,
      [days[0] ?? ''],
    );
    const totalOf = (day: string, outcome: string) =>
      rows.find((row) => row.day === day && row.outcome === outcome)?.total ?? 0;
    return days.map((day) => ({ day, succeeded: totalOf(day, 'success'), failed: totalOf(day, 'failure') }));
  }
}

function dayOf(moment: number): string {
  return new Date(moment).toISOString().slice(0, 10);
}
