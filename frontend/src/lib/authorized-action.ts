import 'server-only';

import { headers } from 'next/headers';
import { unstable_rethrow } from 'next/navigation';
import { z } from 'zod';

import { inputOf, strictly, valuesToShow } from './action-input';
import { refusalOf, type Refusal } from './action-refusal';
import { apiFor, type Api } from './api';
import { env } from './env';
import { noteRefusal } from './incoming';
import { logError } from './log';
import { isFromOwnOrigin } from './own-origin';
import { isAllowed, type AccessRule, type Permissions } from './permissions';
import { ApiProblem, ApiUnavailable } from './problem';
import { requestContext } from './request-context';

/** What an action answers: what was asked for, or why not and what to do. */
export type ActionResult<Data = null> = { ok: true; data: Data } | Refusal;

/** Goes into `<form action>` and into `useActionState`, with scripts and without. */
export interface Action<Data> {
  (input: FormData): Promise<void>;
  /** The previous state comes from the client and is not looked at. */
  (previous: unknown, input: unknown): Promise<ActionResult<Data>>;
}

interface ActorSession {
  user: { role: string; permissions: Permissions };
  accessToken: string;
}

type Input<Shape extends z.ZodRawShape> = { input?: z.ZodObject<Shape> };
type Handler<Shape extends z.ZodRawShape, Context, Data> = (
  input: z.output<z.ZodObject<Shape>>,
  context: Context,
) => Promise<Data>;

/**
 * Makes `authorizedAction` out of a way to find the session. Every server action goes through it: an action can be
 * posted to any path by anybody who read its id out of a page, so nothing about the page protects it.
 * In this order: our own origin, a session, the rule, the input; then the handler; and the API decides in the end.
 * A refusal does nothing and says why.
 */
export function createAuthorizedAction<Session extends ActorSession>(getSession: () => Promise<Session | null>) {
  return function authorizedAction<Data, Shape extends z.ZodRawShape = Record<never, never>>(
    options: AccessRule & Input<Shape>,
    handler: Handler<Shape, { api: Api; session: Session }, Data>,
  ): Action<Data> {
    return guarded(options, handler, async () => {
      const session = await getSession();
      if (!session) return 'authentication_required';
      if (!isAllowed(session.user, options)) return 'permission_denied';
      return { api: await apiFor(session), session };
    });
  };
}

/** An action for people who are not signed in. Everything but session and rule is checked all the same. */
export function publicAction<Data, Shape extends z.ZodRawShape>(
  options: Input<Shape>,
  handler: Handler<Shape, null, Data>,
): Action<Data> {
  return guarded(options, handler, async () => null);
}

function guarded<Shape extends z.ZodRawShape, Context extends object | null, Data>(
  options: Input<Shape>,
  handler: Handler<Shape, Context, Data>,
  enter: () => Promise<Context | string>,
): Action<Data> {
  const schema = strictly(options.input ?? (z.object({}) as unknown as z.ZodObject<Shape>));

  async function action(...args: unknown[]): Promise<ActionResult<Data>> {
    const input = inputOf(args);
    const refuse = async (reason: Parameters<typeof refusalOf>[0]) => {
      noteRefusal((await requestContext()).requestId);
      return refusalOf(reason, valuesToShow(input));
    };
    try {
      if (!isFromOwnOrigin(await headers(), env().webUrl)) return await refuse('foreign_origin');
      const context = await enter();
      if (typeof context === 'string') return await refuse(context);
      const parsed = schema.safeParse(input);
      if (!parsed.success) return await refuse(parsed.error);
      return { ok: true, data: await handler(parsed.data, context) };
    } catch (error) {
      // Redirects and the like are Next's way of answering, not errors.
      unstable_rethrow(error);
      if (!(error instanceof ApiProblem || error instanceof ApiUnavailable)) logError('action_failed', error);
      return refuse(error);
    }
  }
  return action as Action<Data>;
}
