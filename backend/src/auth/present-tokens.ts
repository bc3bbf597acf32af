import type { IssuedTokens } from '../sessions/token-pairs';
import type { TokenPairDto } from './auth.dto';

/** A token pair as it leaves the API, however somebody signed in. */
export function presentTokens({ user, ...tokens }: IssuedTokens): TokenPairDto {
  const { id, email, name, role, grants } = user;
  return { tokenType: 'Bearer', ...tokens, user: { id, email, name, role, permissions: grants } };
}
