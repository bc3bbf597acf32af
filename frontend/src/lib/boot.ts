import { addressReader } from './client-address';
import { env, EnvError } from './env';
import { watchIncoming } from './incoming';

/** Checks the settings before the first request, and ends the process with one sentence when one cannot be used. */
export function boot(): void {
  try {
    const { trustedProxies, webUrl } = env();
    watchIncoming({ readAddress: addressReader(trustedProxies), webUrl });
  } catch (error) {
    if (!(error instanceof EnvError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}
