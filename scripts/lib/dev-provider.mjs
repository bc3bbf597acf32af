import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { Provider } from 'oidc-provider';
import { answerGitHub } from './dev-github.mjs';
import { personIn, signInPage } from './dev-provider-page.mjs';

/**
 * An application that people may sign in to.
 * @typedef {{ clientId: string, clientSecret: string, redirectUris: string[] }} Application
 *
 * Somebody, as they say themselves: whoever sits at a developer's machine may be anybody.
 * @typedef {{ subject: string, email: string, isEmailVerified: boolean, name: string }} Person
 *
 * @typedef {object} DevProvider
 * @property {string} issuer of OpenID Connect
 * @property {() => Promise<void>} close
 */

/**
 * A provider of OpenID Connect for developers and tests, and beside it one that speaks as GitHub does. It believes whatever
 * people say of themselves, so it listens on this machine only.
 *
 * @param {{ port: number, applications: Application[] }} options
 * @returns {Promise<DevProvider>}
 */
export async function startDevProvider({ port, applications }) {
  const server = createServer();
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(undefined));
  });
  const address = server.address();
  const issuer = `http://localhost:${typeof address === 'object' ? address?.port : port}`;
  /** @type {Map<string, Person>} */
  const people = new Map();
  const provider = new Provider(issuer, configuration(applications, people));
  const answer = provider.callback();
  server.on('request', (request, response) => {
    const path = new URL(request.url ?? '/', issuer).pathname;
    // Whoever comes is asked each time who they are: a developer wants to be several people.
    if (path === '/auth') request.url = `${request.url}&prompt=login`;
    const work = path.startsWith('/github/')
      ? answerGitHub(request, response, applications)
      : path.startsWith('/interaction/')
        ? interact(provider, people, request, response)
        : answer(request, response);
    Promise.resolve(work).catch((error) => {
      response.writeHead(400, { 'Content-Type': 'text/plain' }).end(String(error.message));
    });
  });
  const close = () =>
    new Promise((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve(undefined));
    });
  return { issuer, close: async () => void (await close()) };
}

/** @param {Application[]} applications @param {Map<string, Person>} people @returns {import('oidc-provider').Configuration} */
function configuration(applications, people) {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    clients: applications.map(({ clientId, clientSecret, redirectUris }) => ({
      client_id: clientId,
      client_secret: clientSecret,
      redirect_uris: redirectUris,
      grant_types: ['authorization_code'],
      response_types: ['code'],
    })),
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256' }] },
    cookies: { keys: [randomBytes(32).toString('hex')] },
    // In the id token, as Google has them.
    conformIdTokenClaims: false,
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    pkce: { required: () => true },
    ttl: { AccessToken: 600, AuthorizationCode: 60, IdToken: 600, Interaction: 600, Session: 600, Grant: 600 },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    findAccount: (_, id) => ({ accountId: id, claims: () => claimsOf(people.get(id), id) }),
    // Whoever signs in agrees: there is nothing to be weighed on one's own machine.
    async loadExistingGrant(ctx) {
      const { client, session, provider } = ctx.oidc;
      const grant = new provider.Grant({ clientId: client?.clientId, accountId: session?.accountId });
      grant.addOIDCScope('openid email profile');
      await grant.save();
      return grant;
    },
  };
}

/** @param {Person | undefined} person @param {string} id */
function claimsOf(person, id) {
  if (!person) return { sub: id };
  return { sub: id, email: person.email, email_verified: person.isEmailVerified, name: person.name };
}

/**
 * Shows who one may be, and takes the answer.
 * @param {Provider} provider @param {Map<string, Person>} people
 * @param {import('node:http').IncomingMessage} request @param {import('node:http').ServerResponse} response
 */
async function interact(provider, people, request, response) {
  if (request.method !== 'POST') {
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end(signInPage('OpenID Connect'));
    return;
  }
  const person = await personIn(request);
  if (!person) {
    const denied = { error: 'access_denied', error_description: 'The person said no' };
    return provider.interactionFinished(request, response, denied, { mergeWithLastSubmission: false });
  }
  people.set(person.subject, person);
  await provider.interactionFinished(request, response, { login: { accountId: person.subject, remember: false } });
}
