'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useRef } from 'react';

import { fieldProblems, type FormState } from './form-state';
import { Message, Reference } from './message';
import { ProofLink } from './proof-link';

interface FormStatusProps {
  state: FormState<unknown> | null;
  /** Field name to input id, in the order of the form. */
  fields: Record<string, string>;
}

/**
 * What went wrong with a submit, above the form: the problem itself, or a linked summary when two or more fields failed.
 * One failed field alone is told beside it, where focus goes.
 */
export function FormStatus({ state, fields }: FormStatusProps) {
  const t = useTranslations('common');
  const box = useRef<HTMLDivElement>(null);
  const failure = state && !state.ok ? state : null;
  const problems = fieldProblems(state, fields);
  const onlyFieldId = problems.length === 1 ? problems[0]?.fieldId : undefined;

  useEffect(() => {
    if (!failure) return;
    const target = onlyFieldId ? document.getElementById(onlyFieldId) : box.current;
    target?.focus();
    return markTitle(t('errorTitle'));
  }, [failure, onlyFieldId, box, t]);

  if (!failure || onlyFieldId) return null;
  const several = problems.length > 1;
  return (
    <Message
      tone="bad"
      role="alert"
      ref={box}
      title={several ? t('severalProblems', { count: problems.length }) : undefined}
    >
      {several ? <ProblemLinks problems={problems} /> : <p>{failure.message}</p>}
      {!several && <ProofLink failure={failure} />}
      {!several && <Reference label={t('reference')} id={failure.requestId} />}
    </Message>
  );
}

function ProblemLinks({ problems }: { problems: ReturnType<typeof fieldProblems> }) {
  return (
    <ul>
      {problems.map(({ fieldId, message }) => (
        <li key={fieldId}>
          <a href={`#${fieldId}`}>{message}</a>
        </li>
      ))}
    </ul>
  );
}

/** Puts the mark before the page's title; the answer takes it away again, unless a navigation has changed the title. */
function markTitle(mark: string): () => void {
  const before = document.title;
  const marked = `${mark} ${before}`;
  document.title = marked;
  return () => {
    if (document.title === marked) document.title = before;
  };
}
