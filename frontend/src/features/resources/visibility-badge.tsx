import { useTranslations } from 'next-intl';

import { StatusBadge } from '@/components/badge';

import type { Resource } from './queries';

export function VisibilityBadge({ of: { visibility } }: { of: Pick<Resource, 'visibility'> }) {
  const t = useTranslations('resources.visibility');
  return <StatusBadge tone={visibility === 'internal' ? 'accent' : 'neutral'}>{t(visibility)}</StatusBadge>;
}
