import { createServer } from 'node:net';
import { Refusal } from './output.mjs';

/** One may be taken while another is free: which one a server gets depends on how it binds. */
const ADDRESSES = ['127.0.0.1', '::1', '0.0.0.0', '::'];

/**
 * Refuses a port that something else holds, before any slow work is done.
 *
 * @param {number} port
 * @param {string} setting the setting that chooses it
 * @param {string} who what wants it
 * @throws {Refusal}
 */
export async function requireFreePort(port, setting, who) {
  for (const address of ADDRESSES) {
    const code = await tryPort(port, address);
    if (code === 'EADDRINUSE') {
      throw new Refusal(
        `Port ${port}, where the ${who} would listen, is taken by another program. Stop that program, or choose another ` +
          `port: ${setting}=${port + 1} npm start`,
      );
    }
    if (code === 'EACCES') {
      throw new Refusal(
        `Port ${port}, where the ${who} would listen, is kept for the system's administrator. Choose one above 1023 ` +
          `with ${setting}.`,
      );
    }
  }
}

/** @param {number} port @param {string} address @returns {Promise<string | undefined>} the error's code */
function tryPort(port, address) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (/** @type {NodeJS.ErrnoException} */ error) => resolve(error.code));
    server.listen({ port, host: address, exclusive: true, ipv6Only: address === '::' }, () =>
      server.close(() => resolve(undefined)),
    );
  });
}

/** A port that is free now. @returns {Promise<number>} */
export function findFreePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
      server.close(() => resolve(port));
    });
  });
}
