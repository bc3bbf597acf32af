import 'next-auth';

import type { Permissions } from '@/lib/permissions';

import type { SessionToken } from './session-token';

declare module 'next-auth' {
  /** What `authorize` answers: NextAuth wants an `id`; the rest goes into the cookie. */
  interface User {
    id: string;
    sessionToken: SessionToken;
  }

  /** What `/api/auth/session` tells the browser. No token, unless EXPOSE_ACCESS_TOKEN is on. */
  interface Session {
    user: { id: string; name: string; email: string; role: string; permissions: Permissions };
    accessToken?: string;
    /** `SessionEnded`: sign in again. `Unavailable`: nothing is known at the moment; try again. */
    error?: 'SessionEnded' | 'Unavailable';
  }
}
