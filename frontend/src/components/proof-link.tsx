import { useTranslations } from 'next-intl';

import type { FormFailure } from './form-state';
import { isProofRequired } from './proof';

/** Where the password can be given without scripts: in another tab, so that nothing typed here is lost. */
export function ProofLink({ failure }: { failure: FormFailure }) {
  const t = useTranslations('common');
  if (!isProofRequired(failure)) return null;
  return (
    <p>
      <a href="/confirm-password" target="_blank" rel="noopener">
        {t('confirmPassword')}
      </a>
    </p>
  );
}
