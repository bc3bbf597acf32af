import { createHash, randomBytes } from 'node:crypto';
import { formIn, personIn, signInPage, textIn } from './dev-provider-page.mjs';

/** @typedef {import('./dev-provider.mjs').Application} Application @typedef {import('./dev-provider.mjs').Person} Person */

/** What was granted, by code and by token. */
/** @type {Map<string, { clientId: string, redirectUri: string, person: Person }>} */
const codes = new Map();
/** @type {Map<string, { clientId: string, person: Person }>} */
const tokens = new Map();

/**
 * The doors of GitHub that signing in uses, below `/github`: it has no id tokens, but says of an access token whose it is and
 * for which application it was issued.
 *
 * @see https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps
 * @param {import('node:http').IncomingMessage} request @param {import('node:http').ServerResponse} response
 * @param {Application[]} applications
 */
export async function answerGitHub(request, response, applications) {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const path = url.pathname.replace('/github', '');
  /** @param {number} status @param {unknown} [body] */
  const answer = (status, body) =>
    response
      .writeHead(status, { 'Content-Type': 'application/json; charset=utf-8' })
      .end(body === undefined ? '' : JSON.stringify(body));
  if (path === '/login/oauth/authorize') return authorize(request, response, url, applications);
  if (path === '/login/oauth/access_token') return answer(200, exchange(await formIn(request), request, applications));
  const [, checked] = /^\/api\/applications\/([^/]+)\/token$/.exec(path) ?? [];
  if (checked !== undefined) {
    if (!isApplication(request, checked, applications)) return answer(401, { message: 'Bad credentials' });
    const { access_token: token } = JSON.parse(await textIn(request));
    const grant = tokens.get(token);
    // Also for tokens of other applications.
    if (grant?.clientId !== checked) return answer(404, { message: 'Not Found' });
    if (request.method === 'DELETE') {
      tokens.delete(token);
      return answer(204);
    }
    return answer(200, { token, user: accountOf(grant.person), app: { client_id: checked } });
  }
  const grant = tokens.get((request.headers.authorization ?? '').replace(/^(Bearer|token) /i, ''));
  if (!grant) return answer(401, { message: 'Bad credentials' });
  if (path === '/api/user') return answer(200, accountOf(grant.person));
  if (path === '/api/user/emails') return answer(200, addressesOf(grant.person));
  answer(404, { message: 'Not Found' });
}

/**
 * @param {import('node:http').IncomingMessage} request @param {import('node:http').ServerResponse} response
 * @param {URL} url @param {Application[]} applications
 */
async function authorize(request, response, url, applications) {
  const clientId = url.searchParams.get('client_id') ?? '';
  const redirectUri = url.searchParams.get('redirect_uri') ?? '';
  const application = applications.find((each) => each.clientId === clientId);
  if (!application?.redirectUris.includes(redirectUri)) throw new Error('There is no such application');
  if (request.method !== 'POST') {
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end(signInPage('GitHub'));
    return;
  }
  const person = await personIn(request);
  const target = new URL(redirectUri);
  target.searchParams.set('state', url.searchParams.get('state') ?? '');
  if (person) {
    const code = randomBytes(10).toString('hex');
    codes.set(code, { clientId, redirectUri, person });
    target.searchParams.set('code', code);
  } else {
    target.searchParams.set('error', 'access_denied');
  }
  response.writeHead(302, { Location: target.href }).end();
}

/** @param {URLSearchParams} form @param {import('node:http').IncomingMessage} request @param {Application[]} applications */
function exchange(form, request, applications) {
  const code = form.get('code') ?? '';
  const granted = codes.get(code);
  codes.delete(code);
  const [id, secret] = credentialsIn(form, request);
  const application = applications.find(({ clientId }) => clientId === id);
  const isTheirs = granted?.clientId === application?.clientId && secret === application?.clientSecret;
  // With status 200, as GitHub does.
  if (!granted || !application || !isTheirs) return { error: 'bad_verification_code' };
  const token = `gho_${randomBytes(18).toString('hex')}`;
  tokens.set(token, granted);
  return { access_token: token, token_type: 'bearer', scope: 'read:user,user:email' };
}

/** In the form, or in the header. @param {URLSearchParams} form @param {import('node:http').IncomingMessage} request */
function credentialsIn(form, { headers }) {
  const [, basic] = /^Basic (\S+)$/.exec(headers.authorization ?? '') ?? [];
  if (basic === undefined) return [form.get('client_id'), form.get('client_secret')];
  return Buffer.from(basic, 'base64').toString('utf8').split(':').map(decodeURIComponent);
}

/** @param {import('node:http').IncomingMessage} request @param {string} clientId @param {Application[]} applications */
function isApplication({ headers }, clientId, applications) {
  const application = applications.find((each) => each.clientId === clientId);
  const expected = Buffer.from(`${clientId}:${application?.clientSecret}`).toString('base64');
  return application !== undefined && headers.authorization === `Basic ${expected}`;
}

/** GitHub's ids are numbers. @param {Person} person */
function accountOf({ subject, email, name }) {
  const id = parseInt(createHash('sha256').update(subject).digest('hex').slice(0, 8), 16);
  return { id, login: name || email.replace(/@.*/, ''), email: null };
}

/** @param {Person} person */
function addressesOf({ email, isEmailVerified }) {
  return [
    { email: 'other@users.noreply.example', primary: false, verified: true },
    { email, primary: true, verified: isEmailVerified },
  ];
}
