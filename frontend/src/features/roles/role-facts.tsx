import Link from 'next/link';
import { useTranslations } from 'next-intl';

import { Facts } from '@/components/card';
import { CopyButton } from '@/components/copy-button';
import { usersOfRoleHref } from '@/lib/hrefs';

import type { Role } from './grants';
import classes from './role-facts.module.css';

export function RoleFacts({ role, mayReadUsers }: { role: Role; mayReadUsers: boolean }) {
  const t = useTranslations('roles');
  const { key, builtIn, inUse, grants } = role;
  return (
    <Facts
      facts={[
        {
          label: t('columns.key'),
          value: (
            <>
              <code>{key}</code>
              <CopyButton text={key} label={t('copyKey')} />
            </>
          ),
        },
        { label: t('columns.origin'), value: t(builtIn ? 'builtInText' : 'ownText') },
        {
          label: t('columns.use'),
          value: (
            <>
              {t(inUse ? 'inUseText' : 'unusedText')}
              {inUse && mayReadUsers && (
                <Link href={usersOfRoleHref(key)} prefetch={false} className={classes.link}>
                  {t('whoHasIt')}
                </Link>
              )}
            </>
          ),
        },
        { label: t('columns.permissions'), value: t('grantedText', { count: Object.keys(grants).length }) },
      ]}
    />
  );
}
