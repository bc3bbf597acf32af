import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/caller';
import { AuditLog } from '../audit/audit-log';
import { Clock } from '../clock';
import { Database } from '../database/database';
import { parseSort, readPage } from '../http/pagination';
import { Problem } from '../http/problem';
import type { MailDto, MailPageDto, MailsQuery, MailStatus } from './mails.dto';
import { Outbox } from './outbox';

const NEWEST_FIRST = parseSort('-createdAt', { createdAt: { column: 'm.created_at', type: 'number' } });

interface Row {
  id: string;
  kind: string;
  recipient: string;
  status: MailStatus;
  attempts: number;
  lastError: string | null;
  nextAttemptAt: number | null;
  createdAt: number;
  sentAt: number | null;
}

const COLUMNS = `m.id, m.kind, m.recipient, m.status, m.attempts, m.last_error AS lastError, m.next_attempt_at AS nextAttemptAt,
  m.created_at AS createdAt, m.sent_at AS sentAt`;

/** What became of mails, for administrators. Wishes are not shown: they would tell who asked for what. */
@Injectable()
export class MailListService {
  constructor(
    private readonly audit: AuditLog,
    private readonly clock: Clock,
    private readonly database: Database,
    private readonly outbox: Outbox,
  ) {}

  /** The newest first. */
  async list(query: MailsQuery): Promise<MailPageDto> {
    const [filter, ...wanted] = query.status ? ['m.status = ?', query.status] : [`m.status <> 'intent'`];
    const page = await readPage<Row>(
      { ...query, sort: NEWEST_FIRST, idColumn: 'm.id' },
      ({ condition, parameters, order }, limit) =>
        this.database.query(
          `SELECT ${COLUMNS} FROM mails m WHERE ${filter} AND ${condition} ORDER BY ${order} LIMIT ?`,
          [...wanted, ...parameters, limit],
        ),
      ({ createdAt, id }) => ({ value: createdAt, id }),
    );
    return { items: page.items.map((row) => this.present(row)), nextCursor: page.nextCursor };
  }

  /**
   * Tries a mail again that was given up.
   * @throws Problem `not_found`; `conflict` for one that is on its way, or was sent
   */
  async retry(caller: Caller, id: string): Promise<void> {
    await this.database.write(async (tx) => {
      const [mail] = await tx.query<Pick<Row, 'status'>>(
        `SELECT status FROM mails WHERE id = ? AND status <> 'intent'`,
        [id],
      );
      if (!mail) throw new Problem('not_found');
      const revived = await tx.execute(
        `UPDATE mails SET status = 'pending', attempts = 0, next_attempt_at = 0 WHERE id = ? AND status = 'dead'`,
        [id],
      );
      if (revived !== 1) throw new Problem('conflict', { detail: 'This mail was sent already, or is on its way.' });
      await this.audit.record(tx, { by: caller, action: 'mail.retry', subject: { kind: 'mail', id } });
      tx.afterCommit(() => this.outbox.wakeWorker());
    });
  }

  private present({ nextAttemptAt, createdAt, sentAt, ...row }: Row): MailDto {
    const moment = (at: number | null) => (at === null ? null : new Date(at).toISOString());
    // One that waits for its first attempt is due now.
    const next = nextAttemptAt === null ? null : Math.max(nextAttemptAt, this.clock.now());
    return {
      ...row,
      nextAttemptAt: moment(next),
      createdAt: new Date(createdAt).toISOString(),
      sentAt: moment(sentAt),
    };
  }
}
