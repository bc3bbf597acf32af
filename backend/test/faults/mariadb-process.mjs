import { startMariadb } from '../../../scripts/lib/mariadb.mjs';
import { runScript } from '../../../scripts/lib/script.mjs';

/** A MariaDB that does as the test that forked this process says: `halt`, `crash`, `startAgain`. Ends with the test. */
await runScript(
  async () => {
    const server = await startMariadb({ isDurable: true });
    const obey = async (/** @type {'halt' | 'crash' | 'startAgain'} */ order) => {
      await server[order]();
      process.send?.('done');
    };
    // An order that fails ends this process, and the test hears of that.
    process.on('message', (/** @type {'halt' | 'crash' | 'startAgain'} */ order) => void obey(order));
    process.send?.(server.url);
    await new Promise((resolve) => process.once('disconnect', resolve));
    await server.stop();
  },
  { isServer: true },
);
