import classes from './header.module.css';

/** The product's mark: a key's bow and blade in one stroke. */
export function Mark() {
  return (
    <svg className={classes.mark} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <circle cx="8" cy="12" r="4.25" />
      <path d="M12.25 12H21m-3 0v3.25M21 12v2.25" />
    </svg>
  );
}
