import { startLimit, workAt } from '../lib/limit.mjs';
import { compare } from '../lib/rounds.mjs';
import { signingIn } from '../lib/sign-in.mjs';
import { compared } from '../lib/table.mjs';

/** Longer than elsewhere: there are only some dozens a second. */
const MILLISECONDS = 3_000;
const TARGET = 0.85;

/** `POST /v1/auth/login`, each time as somebody else, against verifying the password and nothing more. @type {import('../run.mjs').Measure} */
export async function measureLogin({ api, stock, database }) {
  const { password, passwordHash } = stock;
  const raw = await startLimit('raw-argon2.mjs', { password, hash: passwordHash });
  const ours = await signingIn(api.port, stock);
  const result = await compare({ ours, limit: workAt(raw.port), milliseconds: MILLISECONDS });
  await raw.child.stop();
  return [compared({ title: `POST /v1/auth/login, ${database}`, limit: 'raw argon2id', result, target: TARGET })];
}
