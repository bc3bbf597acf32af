'use client';

import { Button } from '@mantine/core';
import { useTranslations } from 'next-intl';

import { Dialog } from '@/components/dialog';

import classes from './account-form.module.css';
import { ProofForm } from './proof-form';

interface ProofDialogProps {
  email: string;
  /** Whether there is another way than the password. */
  hasProviders: boolean;
  onAnswer: (isProven: boolean) => void;
}

/** The password, asked for in the middle of an act: what was typed stays where it is behind the dialog. */
export function ProofDialog({ email, hasProviders, onAnswer }: ProofDialogProps) {
  const t = useTranslations('account.proof');
  return (
    <Dialog title={t('title')} description={<p>{t('why')}</p>} onClose={() => onAnswer(false)}>
      <ProofForm email={email} onProven={() => onAnswer(true)}>
        <Button variant="default" onClick={() => onAnswer(false)}>
          {t('cancel')}
        </Button>
      </ProofForm>
      {hasProviders && (
        <p className={classes.otherWay}>
          <a href="/confirm-password" target="_blank" rel="noopener">
            {t('otherWay')}
          </a>
        </p>
      )}
    </Dialog>
  );
}
