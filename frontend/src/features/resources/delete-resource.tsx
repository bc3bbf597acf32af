'use client';

import type { Route } from 'next';
import { useTranslations } from 'next-intl';

import { ConfirmAct } from '@/components/confirm-act';
import { useRowStatus } from '@/components/row-status';

import { deleteResource } from './actions';

interface DeleteResourceProps {
  resource: { id: string; title: string };
  /** The page the button stands on, without the question. */
  here: Route;
  /** Where to go on afterwards. */
  back: Route;
  /** Whether the address asks to delete this one. */
  asked: boolean;
}

/** Asks, then deletes, and waits for it. */
export function DeleteResource(props: DeleteResourceProps) {
  return <Question {...props} />;
}

/** The same in a list: the row shows at once that it is going, and comes back if it could not. */
export function DeleteResourceInRow(props: DeleteResourceProps) {
  const t = useTranslations('resources');
  const row = useRowStatus();
  return (
    <Question
      {...props}
      small
      optimistic={{
        onSend: () => row.begin(t('deleting')),
        onProblem: (problem, askAgain) => row.fail(problem, askAgain),
      }}
    />
  );
}

type QuestionProps = DeleteResourceProps & {
  small?: boolean;
  optimistic?: React.ComponentProps<typeof ConfirmAct>['optimistic'];
};

function Question({ resource, here, back, asked, small = false, optimistic }: QuestionProps) {
  const t = useTranslations('resources.delete');
  const { id, title } = resource;
  return (
    <ConfirmAct
      label={t('button')}
      accessibleName={small ? t('confirm', { title }) : undefined}
      button={small ? { size: 'compact-sm', variant: 'subtle', color: 'gray' } : { color: 'red', variant: 'outline' }}
      title={t('question', { title })}
      confirmLabel={t('confirm', { title })}
      destructive
      action={deleteResource}
      fields={{ id, back }}
      here={here}
      confirmId={`delete-${id}`}
      asked={asked}
      optimistic={optimistic}
    >
      <p>{t('consequence')}</p>
    </ConfirmAct>
  );
}
