import type { ClientInfo } from '../http/client-info';
import type { Mail } from '../mail/mails';
import { occasionOf } from '../mail/occasion';
import type { VerifiedSignIn } from '../users/users.service';

interface Arrival {
  readonly user: Pick<VerifiedSignIn['user'], 'id' | 'email' | 'locale' | 'name' | 'hasSignedIn'>;
  readonly client: ClientInfo;
}

/**
 * To people whom the web app does not know on this device, but for their first time. API clients have no device to know.
 * @param at epoch milliseconds
 */
export function newDeviceMails(arrivals: readonly Arrival[], at: number): Mail[] {
  const isNew = ({ user, client }: Arrival) => user.hasSignedIn && client.isWebApp && client.knownDevice === null;
  return arrivals.filter(isNew).map(({ user, client }) => {
    const { id: userId, email: to, locale, name } = user;
    return { kind: 'new-device', to, userId, locale, data: occasionOf(name, client, at) };
  });
}
