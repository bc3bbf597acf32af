import { createHash } from 'node:crypto';

const MAX_BODY_BYTES = 10_000;

/** Says what it is in every line, so that nobody takes it for a real one. @param {string} provider */
export function signInPage(provider) {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Development sign-in (${provider})</title>
<style>
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  body { max-width: 26rem; margin: 3rem auto; padding: 0 1rem; }
  label, button { display: block; margin-top: 1rem; }
  input:not([type=checkbox]) { display: block; width: 100%; box-sizing: border-box; padding: .5rem; font: inherit; }
  button { padding: .6rem 1rem; font: inherit; }
  .note { border-left: .25rem solid #c60; padding-left: .75rem; }
</style>
<h1>Development sign-in</h1>
<p class="note">This is no real provider. It runs on this machine, speaks ${provider}, and believes what you say. It is not part of a production build.</p>
<form method="post">
  <label>E-mail <input name="email" type="email" required value="ada@example.com" autocomplete="off"></label>
  <label>Name <input name="name" value="Ada Lovelace" autocomplete="off"></label>
  <label><input name="verified" type="checkbox" checked> This provider has verified the address</label>
  <button name="answer" value="yes">Sign in</button>
  <button name="answer" value="no" formnovalidate>Cancel</button>
</form>
</html>`;
}

/**
 * Who was said to be there.
 * @param {import('node:http').IncomingMessage} request
 * @returns {Promise<import('./dev-provider.mjs').Person | undefined>} undefined when the person said no
 */
export async function personIn(request) {
  const form = await formIn(request);
  if (form.get('answer') === 'no') return undefined;
  const email = form.get('email') ?? '';
  return {
    // A test may want another person with the same address, or the same person with another one.
    subject: form.get('subject') || subjectOf(email),
    email,
    isEmailVerified: form.get('verified') !== null,
    name: form.get('name') ?? '',
  };
}

/** @param {import('node:http').IncomingMessage} request @returns {Promise<URLSearchParams>} */
export async function formIn(request) {
  return new URLSearchParams(await textIn(request));
}

/** @param {import('node:http').IncomingMessage} request @returns {Promise<string>} */
export async function textIn(request) {
  let text = '';
  for await (const chunk of request) {
    text += chunk;
    if (text.length > MAX_BODY_BYTES) throw new Error('The body is too long');
  }
  return text;
}

/** One name for an address, for ever. @param {string} email */
function subjectOf(email) {
  return createHash('sha256').update(email.toLowerCase()).digest('hex').slice(0, 24);
}
