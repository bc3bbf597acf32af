/** A part of what is stored about a person, in the order of time. */
export interface PersonalPart {
  /** As it is called in the export. */
  readonly name: string;
  readonly table: string;
  /** Column that names the person. */
  readonly person: string;
  /** Column of the moment that the rows are ordered by. */
  readonly moment: string;
  /** What is given out, as SQL: never a secret or what is made of one. Moments end with `At`. */
  readonly columns: string;
}

/** Every table that says something about a person, and what of it they get. */
export const PERSONAL_PARTS: readonly PersonalPart[] = [
  {
    name: 'account',
    table: 'users',
    person: 'id',
    moment: 'created_at',
    columns: `id, email, name, role_key AS role, locale, email_verified_at AS emailVerifiedAt, disabled_at AS disabledAt,
      last_login_at AS lastLoginAt, created_at AS createdAt, updated_at AS updatedAt`,
  },
  {
    name: 'sessions',
    table: 'sessions',
    person: 'user_id',
    moment: 'created_at',
    columns: `id, user_agent AS device, ip AS address, authenticated_at AS authenticatedAt, last_used_at AS lastUsedAt,
      expires_at AS expiresAt, ended_at AS endedAt, ended_reason AS endedReason, created_at AS createdAt`,
  },
  {
    name: 'resources',
    table: 'resources',
    person: 'owner_id',
    moment: 'created_at',
    columns: `id, title, body, visibility, created_at AS createdAt, updated_at AS updatedAt, deleted_at AS deletedAt`,
  },
  {
    name: 'mails',
    table: 'mails',
    person: 'user_id',
    moment: 'created_at',
    columns: 'id, kind, recipient, status, created_at AS createdAt, sent_at AS sentAt',
  },
  {
    name: 'linksInMails',
    table: 'mailed_tokens',
    person: 'user_id',
    moment: 'created_at',
    columns: 'id, purpose, created_at AS createdAt, expires_at AS expiresAt, used_at AS usedAt',
  },
  {
    name: 'whatYouDid',
    table: 'audit_events',
    person: 'actor_id',
    moment: 'occurred_at',
    columns:
      'id, action, outcome, subject_kind AS subjectKind, subject_id AS subjectId, details, occurred_at AS occurredAt',
  },
  {
    name: 'whatWasDoneToYou',
    table: 'audit_events',
    person: 'subject_id',
    moment: 'occurred_at',
    columns: 'id, action, outcome, details, occurred_at AS occurredAt',
  },
];

/** Tables that are not exported, and why. A test asks for one of the two of every table. */
export const NOT_PERSONAL: Readonly<Record<string, string>> = {
  audit_chains: 'where the chain of events ends',
  audit_days: 'how many events of a kind a day had',
  roles: 'what people may do, not who they are',
  throttle_counters: 'found by a keyed hash, which leads to nobody',
  user_words: 'the words of the name and the address, which are in the account',
};
