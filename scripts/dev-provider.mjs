#!/usr/bin/env node
/**
 * The development provider as a process of its own, which is how `npm start` and the tests run it.
 *
 *   PORT=4010 APPLICATIONS='[{"clientId":…,"clientSecret":…,"redirectUris":[…]}]' node scripts/dev-provider.mjs
 *
 * Prints its address once it listens.
 */
import { startDevProvider } from './lib/dev-provider.mjs';
import { say } from './lib/output.mjs';

const { PORT = '0', APPLICATIONS = '[]' } = process.env;
const { issuer, close } = await startDevProvider({ port: Number(PORT), applications: JSON.parse(APPLICATIONS) });
say(`Development provider at ${issuer}`);
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void close().then(() => process.exit(0)));
