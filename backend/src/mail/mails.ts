/** Where and when something happened that its owner should know of. */
export interface Occasion {
  /** Of the person. */
  name: string;
  /** Epoch milliseconds. */
  at: number;
  ip: string;
  userAgent: string;
}

interface Linked {
  /** Of the person. */
  name: string;
  /** The token of the link; it is computed when the mail is sent. */
  tokenId: string;
}

/** Every mail there is, and what is said in it. Nothing secret: what opens something is a token, named by its id. */
export interface MailData {
  'verify-email': Pick<Linked, 'tokenId'>;
  'already-registered': { name: string };
  'reset-password': Linked;
  invitation: Linked & { inviterName: string };
  'confirm-email': Linked;
  'email-change-requested': { name: string; newEmail: string };
  'email-changed': Linked & { newEmail: string };
  'password-changed': Occasion;
  'new-device': Occasion;
  'api-key-created': Occasion & { keyName: string };
  'identity-linked': Occasion & { provider: string };
  'session-replayed': Occasion;
  'deletion-scheduled': Linked & { eraseAt: number };
  'account-erased': { name: string };
}

export type MailKind = keyof MailData;

/** After these nobody knows any more whom they went to: their row goes as soon as there is nothing left to do. */
export const LEAVES_NOTHING: readonly string[] = ['account-erased'] satisfies MailKind[];

/** A mail to somebody, before it is put into words. */
export type Mail = { [Kind in MailKind]: MailOf<Kind> }[MailKind];

export interface MailOf<Kind extends MailKind> {
  readonly kind: Kind;
  /** An address in its canonical spelling. */
  readonly to: string;
  /** Whose account it is about; with it the mail goes. Null when that is gone already. */
  readonly userId: string | null;
  /** Null for the first of `LOCALES`. */
  readonly locale: string | null;
  readonly data: MailData[Kind];
}
