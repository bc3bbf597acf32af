'use client';

import { Button } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';

import classes from './copy-button.module.css';
import { Icon } from './icon';

/** How long "Copied" stays. */
const SAID_MS = 2_500;

interface CopyButtonProps {
  text: string;
  /** Names what is copied: "Copy your user id". */
  label: string;
  /** Where copying is what the page is for. */
  isLabelShown?: boolean;
  onCopied?: () => void;
}

/** Copies a text. Absent where scripts are off: it could do nothing. */
export function CopyButton({ text, label, isLabelShown = false, onCopied }: CopyButtonProps) {
  const t = useTranslations('common');
  const [outcome, setOutcome] = useState<'copied' | 'refused' | null>(null);

  useEffect(() => {
    if (!outcome) return;
    const timer = setTimeout(() => setOutcome(null), SAID_MS);
    return () => clearTimeout(timer);
  }, [outcome]);

  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
      setOutcome('copied');
      onCopied?.();
    } catch {
      setOutcome('refused');
    }
  }

  const icon = <Icon name={outcome === 'copied' ? 'check' : 'copy'} size={16} />;
  return (
    <span className={classes.copy}>
      {isLabelShown ? (
        <Button onClick={copy} leftSection={icon}>
          {label}
        </Button>
      ) : (
        <button type="button" onClick={copy} aria-label={label} className={classes.button}>
          {icon}
        </button>
      )}
      <span role="status" className={classes.outcome}>
        {outcome && t(outcome)}
      </span>
    </span>
  );
}
