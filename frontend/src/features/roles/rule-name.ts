import { useTranslations } from 'next-intl';

/** A rule in words; a permission is its own name. */
export function useRuleName(): (rule: string) => string {
  const t = useTranslations('access.rules');
  return (rule) => {
    if (rule === 'public') return t('public');
    if (rule === 'signed-in') return t('signedIn');
    return rule.startsWith('role:') ? t('role', { role: rule.slice('role:'.length) }) : rule;
  };
}
