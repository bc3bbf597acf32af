import { createConnection } from 'mysql2/promise';

/** Addresses of the servers of one cluster, of which each may be written to. @see scripts/galera.mjs */
export const NODES: readonly string[] = (process.env.GALERA_URLS ?? '').split(' ').filter((url) => url !== '');

/** The same database, at this node first and at the others when it is away. */
export function startingAt(databaseUrl: string, first: number): string {
  const { username, password, pathname } = new URL(databaseUrl);
  const hosts = NODES.map((_, index) => new URL(NODES[(first + index) % NODES.length]!).host);
  return `mysql://${username}:${password}@${hosts.join(',')}${pathname}`;
}

/** One statement at one node. */
export async function askNode(node: number, sql: string): Promise<Record<string, unknown>[]> {
  const connection = await createConnection(NODES[node]!);
  // The server hangs up on SHUTDOWN.
  connection.on('error', () => undefined);
  try {
    const [rows] = await connection.query(sql);
    return rows as Record<string, unknown>[];
  } finally {
    connection.destroy();
  }
}

/** Lets a node receive what the others commit, and show none of it until it may catch up. */
export async function holdBack(node: number): Promise<{ catchUp(): Promise<void> }> {
  const connection = await createConnection(NODES[node]!);
  await connection.query('FLUSH TABLES WITH READ LOCK');
  return {
    async catchUp() {
      await connection.query('UNLOCK TABLES');
      await connection.end();
    },
  };
}

/** How many nodes this one is in a cluster with, itself included; 0 when it is away. */
export async function clusterSize(node: number): Promise<number> {
  try {
    const [status] = await askNode(node, "SHOW STATUS LIKE 'wsrep_cluster_size'");
    return Number(status!.Value);
  } catch {
    return 0;
  }
}
