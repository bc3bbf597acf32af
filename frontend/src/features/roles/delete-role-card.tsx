import { useTranslations } from 'next-intl';

import { Card } from '@/components/card';

import { DeleteRole } from './delete-role';
import type { Role } from './grants';
import classes from './delete-role-card.module.css';

/** The way to delete a role, or why there is none. */
export function DeleteRoleCard({ role, asked }: { role: Role; asked: boolean }) {
  const t = useTranslations('roles.delete');
  const { key, name, builtIn, inUse } = role;
  const refusal = builtIn ? 'builtIn' : inUse ? 'inUse' : null;
  return (
    <Card title={t('title')} id="delete">
      {refusal ? (
        <p className={classes.refusal}>{t(refusal, { name })}</p>
      ) : (
        <DeleteRole role={{ key, name }} asked={asked} />
      )}
    </Card>
  );
}
