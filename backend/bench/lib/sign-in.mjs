import { Connection, postRequest } from './connection.mjs';

/**
 * Signs everybody in through the front door.
 *
 * @param {number} port
 * @param {import('./stock.mjs').Stock} stock
 * @returns {Promise<string[]>} an access token for each
 */
export async function signIn(port, { emails, password }) {
  const connection = await Connection.open(port);
  const tokens = [];
  for (const email of emails) {
    const { status, body } = await connection.exchange(postRequest('/v1/auth/login', { email, password }));
    if (status !== 200) throw new Error(`Signing in answered ${status}: ${body}`);
    tokens.push(JSON.parse(body).accessToken);
  }
  connection.close();
  return tokens;
}
