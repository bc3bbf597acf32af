import { connect } from 'node:net';

/**
 * @typedef {{ status: number, body: string }} Answer
 * @typedef {{ resolve: (answer: Answer) => void, reject: (error: Error) => void }} Waiting
 */

const HEAD_END = '\r\n\r\n';

/**
 * One kept-alive HTTP/1.1 connection with one request at a time. Made for our servers, which always send
 * `Content-Length`, and as cheap as can be: on a small machine a comfortable client takes the time it should measure.
 */
export class Connection {
  /** @type {Waiting | undefined} */
  #waiting;
  /** @type {Buffer} */
  #received = Buffer.alloc(0);

  /** @param {import('node:net').Socket} socket */
  constructor(socket) {
    this.socket = socket;
    socket.setNoDelay(true);
    socket.on('data', (chunk) => this.#take(chunk));
    socket.on('error', (error) => this.#fail(error));
    socket.on('close', () => this.#fail(new Error('The server closed the connection')));
  }

  /** @param {number} port @returns {Promise<Connection>} */
  static open(port) {
    return new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.off('error', reject);
        resolve(new Connection(socket));
      });
      socket.once('error', reject);
    });
  }

  /** @param {string} request whole, head and body @returns {Promise<Answer>} */
  exchange(request) {
    return new Promise((resolve, reject) => {
      // Nobody would ever answer, nor say so: the socket has told its end already.
      if (this.socket.destroyed) return reject(new Error('The server closed the connection'));
      this.#waiting = { resolve, reject };
      this.socket.write(request);
    });
  }

  close() {
    this.#waiting = undefined;
    this.socket.destroy();
  }

  /** @param {Buffer} chunk */
  #take(chunk) {
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
    const headEnd = this.#received.indexOf(HEAD_END);
    if (headEnd < 0) return;
    const head = this.#received.toString('latin1', 0, headEnd);
    const start = headEnd + HEAD_END.length;
    const end = start + Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
    if (this.#received.length < end) return;
    const body = this.#received.toString('utf8', start, end);
    this.#received = this.#received.subarray(end);
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.resolve({ status: Number(head.slice(9, 12)), body });
  }

  /** @param {Error} error */
  #fail(error) {
    this.#waiting?.reject(error);
    this.#waiting = undefined;
  }
}

/** @param {string} path @param {Record<string, string>} [headers] */
export function getRequest(path, headers = {}) {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n${lines.join('')}\r\n`;
}

/** @param {string} path @param {object} body @param {Record<string, string>} [headers] */
export function postRequest(path, body, headers = {}) {
  const text = JSON.stringify(body);
  const length = Buffer.byteLength(text);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n${lines.join('')}\r\n${text}`;
}
