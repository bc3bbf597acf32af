import classes from './avatar.module.css';
import { initialsOf } from './initials';

interface AvatarProps {
  name: string;
  size?: 'sm' | 'lg';
}

/** Initials as a decoration beside a name; the name itself is always written. */
export function Avatar({ name, size = 'sm' }: AvatarProps) {
  return (
    <span className={classes.avatar} data-size={size} aria-hidden="true">
      {initialsOf(name)}
    </span>
  );
}
