import type { ReactNode, Ref } from 'react';

import { Icon } from './icon';
import classes from './message.module.css';

interface MessageProps {
  tone: 'bad' | 'warning' | 'info' | 'good';
  title?: string;
  children?: ReactNode;
  /** What the person may do about it. */
  actions?: ReactNode;
  /** `alert` for what must be heard at once, `status` for what may wait, none for what was there from the start. */
  role?: 'alert' | 'status';
  ref?: Ref<HTMLDivElement>;
}

const icons = { bad: 'alert', warning: 'alert', info: 'info', good: 'check' } as const;

/** A sentence or two that stand out, beside what they are about. */
export function Message({ tone, title, children, actions, role, ref }: MessageProps) {
  return (
    <div className={classes.message} data-tone={tone} role={role} ref={ref} tabIndex={ref ? -1 : undefined}>
      <Icon name={icons[tone]} />
      <div className={classes.body}>
        {title && <p className={classes.title}>{title}</p>}
        {children && <div className={classes.text}>{children}</div>}
        {actions && <div className={classes.actions}>{actions}</div>}
      </div>
    </div>
  );
}

/** The request id of a failure, to be quoted when asking for help. */
export function Reference({ label, id }: { label: string; id: string | undefined }) {
  if (!id) return null;
  return (
    <p className={classes.reference}>
      {label} <code>{id}</code>
    </p>
  );
}
