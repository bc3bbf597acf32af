import { useTranslations } from 'next-intl';

import { StatusBadge } from '@/components/badge';

import type { User } from './queries';

const TONES = { active: 'good', unverified: 'warning', disabled: 'bad' } as const;

export function UserStatus({ status }: Pick<User, 'status'>) {
  const t = useTranslations('users.status');
  return <StatusBadge tone={TONES[status]}>{t(status)}</StatusBadge>;
}
