/** What a page can say instead of its content, and the status it answers with then. */
export const PROBLEM_STATUS = { forbidden: 403, notFound: 404, failed: 500, unavailable: 503 } as const;

export type ProblemKind = keyof typeof PROBLEM_STATUS;
