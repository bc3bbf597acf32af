import type { useTranslations } from 'next-intl';

type Translator = ReturnType<typeof useTranslations<'roles'>>;

/**
 * What people call a role. Whoever may see the roles reads the name an administrator gave; for everybody else those
 * that come with the application are known here, and another one is told by its key.
 */
export function roleName(key: string, t: Translator, roles: ReadonlyArray<{ key: string; name: string }> = []): string {
  const named = roles.find((role) => role.key === key);
  if (named) return named.name;
  return t.has(key as 'ADMIN') ? t(key as 'ADMIN') : key;
}
