/** Why somebody is asked to sign in, as `?reason=` says, and how it sounds. The words are `auth.reasons`. */
export const SIGN_IN_REASONS = {
  ended: 'warning',
  expired: 'warning',
  replayed: 'bad',
  revoked: 'warning',
  disabled: 'warning',
  deleted: 'warning',
  superseded: 'warning',
  'signed-out': 'good',
  'signed-out-here': 'warning',
  'signed-out-elsewhere': 'warning',
  'password-changed': 'good',
  verified: 'good',
  invited: 'good',
  'email-undone': 'good',
  kept: 'good',
  'provider-account-exists': 'warning',
  'provider-unverified': 'bad',
  'provider-refused': 'bad',
  'provider-failed': 'bad',
  'provider-too-many': 'bad',
  'provider-away': 'bad',
} as const;

export type SignInReason = keyof typeof SIGN_IN_REASONS;

export function isSignInReason(value: unknown): value is SignInReason {
  return typeof value === 'string' && Object.hasOwn(SIGN_IN_REASONS, value);
}
