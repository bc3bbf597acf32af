/** What one policy leaves its caller. */
export interface RateLimit {
  /** Of the policy, lower case and hyphens. */
  readonly name: string;
  readonly quota: number;
  readonly windowSeconds: number;
  readonly remaining: number;
  /** After which something is restored. */
  readonly resetSeconds: number;
}

const STRING = { type: 'string' as const };

/** Describes the headers. */
export const RATE_LIMIT_HEADERS = {
  'RateLimit-Policy': {
    description: 'How often, and within how many seconds.',
    schema: { ...STRING, example: '"sign-in";q=5;w=86400' },
  },
  RateLimit: {
    description: 'How often still, and after how many seconds more.',
    schema: { ...STRING, example: '"sign-in";r=4;t=86400' },
  },
};

declare module 'fastify' {
  interface FastifyRequest {
    /** By name, as they were told last while it was answered. */
    rateLimits?: Map<string, RateLimit>;
  }
}

/** @see draft-ietf-httpapi-ratelimit-headers-10 sections 3 and 4 */
export function rateLimitHeaders(limits: Iterable<RateLimit>): Record<string, string> {
  const all = [...limits];
  return {
    'ratelimit-policy': all.map((each) => `"${each.name}";q=${each.quota};w=${each.windowSeconds}`).join(', '),
    ratelimit: all.map((each) => `"${each.name}";r=${each.remaining};t=${each.resetSeconds}`).join(', '),
  };
}
