/* oxlint-disable jsx-a11y/no-redundant-roles, jsx-a11y/no-interactive-element-to-noninteractive-role --
   not redundant: browsers forget the roles of a table when CSS changes its display */
'use client';

import { useTranslations } from 'next-intl';
import { createContext, use, useMemo, useOptimistic, useState, type ReactNode } from 'react';

import classes from './data-table.module.css';
import type { FormFailure } from './form-state';
import { showToast } from './toasts';

interface RowStatus {
  /** What is under way, e.g. "Deleting…"; null when nothing is. */
  busy: string | null;
  /** Why the last act on this row failed. */
  problem: string | null;
  /** To be called inside a transition: it holds as long as the transition does. */
  begin: (what: string) => void;
  fail: (problem: FormFailure, retry: () => void) => void;
}

const RowStatusContext = createContext<RowStatus | null>(null);

/** A row that shows at once what is being done to it, and that comes back as it was, with the reason, when it failed. */
export function StatefulRow({ children }: { children: ReactNode }) {
  const t = useTranslations('common');
  const [busy, setBusy] = useOptimistic<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const status = useMemo<RowStatus>(
    () => ({
      busy,
      problem,
      begin(what) {
        setProblem(null);
        setBusy(what);
      },
      fail({ message }, retry) {
        setProblem(message);
        showToast({ tone: 'problem', message, action: { label: t('retry'), run: retry } });
      },
    }),
    [busy, problem, setBusy, t],
  );
  return (
    <RowStatusContext value={status}>
      <tr role="row" className={classes.row} aria-busy={busy !== null}>
        {children}
      </tr>
    </RowStatusContext>
  );
}

export function useRowStatus(): RowStatus {
  const status = use(RowStatusContext);
  if (!status) throw new Error('This component belongs inside a StatefulRow');
  return status;
}

/** The words for the state, under the name of the row. */
export function RowStatusText() {
  const { busy, problem } = useRowStatus();
  return (
    <span role="status" className={classes.rowStatus} data-problem={problem !== null && busy === null}>
      {busy ?? problem}
    </span>
  );
}
