'use client';

import { TextInput } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { useEffect, useRef } from 'react';

import { ButtonLink } from '@/components/button-link';
import { CopyButton } from '@/components/copy-button';
import { Message } from '@/components/message';
import { useLeaveQuestion } from '@/components/use-leave-guard';

import type { MadeKey } from './actions';
import classes from './new-key.module.css';

const KEY_ID = 'new-api-key';

/** The one look at a key. Whoever leaves before it is copied is asked. */
export function NewKey({ made: { name, key } }: { made: MadeKey }) {
  const t = useTranslations('apiKeys.made');
  const field = useRef<HTMLInputElement>(null);
  const isCopied = useRef(false);
  const words = { title: t('leaveTitle'), text: t('leaveText'), stay: t('leaveStay'), go: t('leaveGo') };
  const question = useLeaveQuestion(() => !isCopied.current, { words });

  useEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, []);

  return (
    <div className={classes.made}>
      <Message tone="good" title={t('title', { name })} role="status">
        {t('once')}
      </Message>
      <TextInput
        ref={field}
        id={KEY_ID}
        label={t('key')}
        value={key}
        readOnly
        onFocus={(event) => event.currentTarget.select()}
        onCopy={() => (isCopied.current = true)}
        classNames={{ input: classes.key }}
        spellCheck={false}
        autoComplete="off"
      />
      <div className={classes.buttons}>
        <CopyButton text={key} label={t('copy')} isLabelShown onCopied={() => (isCopied.current = true)} />
        <ButtonLink href="/account/api-keys" variant="default">
          {t('done')}
        </ButtonLink>
      </div>
      {question}
    </div>
  );
}
