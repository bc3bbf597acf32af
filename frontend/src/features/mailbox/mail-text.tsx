import classes from './mailbox.module.css';

const LINK = /(https?:\/\/\S+)/;

/** The text of a mail, its links to be followed. */
export function MailText({ text }: { text: string }) {
  return (
    <div className={classes.text}>
      {text.split(LINK).map((part, index) =>
        LINK.test(part) ? (
          // Parts have no other name than their place.
          // oxlint-disable-next-line react/no-array-index-key
          <a key={index} href={part}>
            {part}
          </a>
        ) : (
          part
        ),
      )}
    </div>
  );
}
