/** One sign-in. */
export class SessionDto {
  id: string;
  /** Whether it is the session that asks. */
  current: boolean;
  /** As the browser or program named itself at sign-in. */
  userAgent: string;
  /** Address at sign-in. */
  ip: string;
  createdAt: string;
  /** When its tokens were last renewed. */
  lastUsedAt: string;
  /** It ends then, if it is not used before. */
  idleExpiresAt: string;
  /** It ends then in any case. */
  expiresAt: string;
}

export class SessionListDto {
  items: SessionDto[];
}
