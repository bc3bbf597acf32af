import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/** How long requests that are on their way may take once the process is asked to end. */
const LINGER_MS = 5_000;
const SWEEP_MS = 100;

/**
 * Lets the server end although somebody holds a connection. Node waits for each one that is not idle, also for one that
 * was opened ahead and never used, as browsers and load balancers do; and while it closes it no longer looks for slow ones.
 */
export function closeInTime(fastify: FastifyInstance): void {
  const { server } = fastify;
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  fastify.addHook('preClose', (done) => {
    if (!server.listening) return done();
    for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
    const deadline = performance.now() + LINGER_MS;
    // A connection becomes idle when its request is answered; Node looks for such only once.
    const timer = setInterval(() => {
      if (performance.now() < deadline) server.closeIdleConnections();
      else server.closeAllConnections();
    }, SWEEP_MS);
    server.once('close', () => clearInterval(timer));
    done();
  });
}
