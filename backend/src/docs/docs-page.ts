/** The page that shows the contract and lets one try it. Everything it needs comes from here. */
export const PAGE = `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <title>Latchkey API</title>
  <link rel="icon" href="/docs/favicon-32x32.png">
  <link rel="stylesheet" href="/docs/swagger-ui.css">
  <link rel="stylesheet" href="/docs/page.css">
</head>
<body>
  <header>
    <form id="sign-in">
      <label>E-mail <input name="email" type="email" autocomplete="username" required></label>
      <label>Password <input name="password" type="password" autocomplete="current-password" required></label>
      <button type="submit">Sign in to try it</button>
    </form>
    <button id="sign-out" type="button" hidden>Sign out</button>
    <p id="said" role="status">Signed in, "Try it out" calls the doors as you. The token stays in this page and is gone when you leave it.</p>
  </header>
  <main id="docs"></main>
  <script src="/docs/swagger-ui-bundle.js"></script>
  <script src="/docs/start.js"></script>
</body>
</html>
`;

/** Looser than the rest of the API: this is the one page that a browser shows. */
export const PAGE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

export const STYLE = `
body { margin: 0; background: #fff; color: #1f2328; font: 1rem/1.5 system-ui, sans-serif; }
header { display: flex; flex-wrap: wrap; gap: .75rem 1rem; align-items: end; max-width: 1420px; padding: 1rem 20px; margin: 0 auto; }
header form { display: flex; flex-wrap: wrap; gap: .75rem; align-items: end; }
header form[hidden] { display: none; }
header label { display: grid; gap: .25rem; font-size: .875rem; font-weight: 600; }
header input, header button { box-sizing: border-box; min-height: 2.25rem; padding: 0 .75rem; font: inherit; border: 1px solid #8c959f; border-radius: .375rem; }
header input { width: 16rem; max-width: 100%; color: inherit; background: transparent; }
header button { font-weight: 600; color: #fff; cursor: pointer; background: #364fc7; border-color: transparent; }
header p { flex-basis: 100%; margin: 0; font-size: .875rem; }
.swagger-ui .wrapper { padding: 0 20px; }
html.dark-mode body { color: #d5d9de; background: #1c2022; }
@media (max-width: 40rem) { header label, header input { width: 100%; } header form { width: 100%; } }
`;

export const START = `
const prefersDark = matchMedia('(prefers-color-scheme: dark)');
const followScheme = () => document.documentElement.classList.toggle('dark-mode', prefersDark.matches);
prefersDark.addEventListener('change', followScheme);
followScheme();

const ui = SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#docs',
  deepLinking: true,
  docExpansion: 'list',
  defaultModelsExpandDepth: 0,
  persistAuthorization: false,
});
const form = document.getElementById('sign-in');
const signOut = document.getElementById('sign-out');
const said = document.getElementById('said');
let refreshToken;

const post = (path, body) =>
  fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  said.textContent = 'Signing in…';
  try {
    const answer = await post('/v1/auth/login', Object.fromEntries(new FormData(form)));
    const body = await answer.json();
    if (!answer.ok) {
      said.textContent = body.detail ?? body.title;
      return;
    }
    refreshToken = body.refreshToken;
    ui.preauthorizeApiKey('accessToken', body.accessToken);
    form.reset();
    form.hidden = true;
    signOut.hidden = false;
    said.textContent = 'Signed in as ' + body.user.name + ' for ' + Math.round(body.expiresIn / 60) + ' minutes.';
  } catch {
    said.textContent = 'The API did not answer. Try again.';
  }
});

signOut.addEventListener('click', async () => {
  await post('/v1/auth/logout', { refreshToken }).catch(() => undefined);
  location.reload();
});
`;
