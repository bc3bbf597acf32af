import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** Stands between the application and a server, to take that server away and give it back. */
export class TcpProxy {
  private server: Server | undefined;
  private readonly sockets = new Set<Socket>();
  private isFrozen = false;
  port = 0;

  constructor(
    private readonly targetHost: string,
    private readonly targetPort: number,
  ) {}

  /** Listens, on the same port as before if there was one. */
  async start(): Promise<this> {
    const server = createServer((client) => this.join(client));
    await new Promise<void>((resolve) => server.listen(this.port, '127.0.0.1', resolve));
    this.port = (server.address() as AddressInfo).port;
    this.server = server;
    return this;
  }

  /** As if the server had been killed: connections break, new ones are refused. */
  async stop(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    this.breakConnections();
    await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
  }

  /** As if the server had been restarted, or had closed what was idle for too long. */
  breakConnections(): void {
    for (const socket of this.sockets) socket.destroy();
    this.sockets.clear();
  }

  /** As if a cable had been pulled: nothing arrives any more, and nobody says so. */
  freeze(): void {
    this.isFrozen = true;
    for (const socket of this.sockets) socket.pause();
  }

  /** The cable is back; what was open before never hears of it. */
  thaw(): void {
    this.isFrozen = false;
  }

  private join(client: Socket): void {
    const target = connect(this.targetPort, this.targetHost);
    for (const [from, to] of [
      [client, target],
      [target, client],
    ] as const) {
      this.sockets.add(from);
      from.on('error', () => undefined);
      from.on('close', () => {
        this.sockets.delete(from);
        to.destroy();
      });
      from.on('data', (data) => this.pass(data, from, to, from === client));
      if (this.isFrozen) from.pause();
    }
  }
  /** @param isRequest whether it goes to the server */
  protected pass(data: Buffer, _from: Socket, to: Socket, _isRequest: boolean): void {
    to.write(data);
  }
}
