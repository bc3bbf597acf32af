'use client';

import messages from '@/messages/en/errors.json';
import { readErrorDigest } from '@/lib/problem';

interface GlobalErrorProps {
  error: Error & { digest?: string };
  retry: () => void;
}

/**
 * When even the root layout fails: no theme, no provider of messages, no style sheet may be counted on, so this page
 * brings the little it needs with it.
 */
export default function GlobalError({ error, retry }: GlobalErrorProps) {
  const { kind, reference } = readErrorDigest(error.digest);
  const { title, text } = messages.pages[kind === 'unavailable' ? 'unavailable' : 'failed'];
  return (
    <html lang="en" style={{ colorScheme: 'light dark' }}>
      <head>
        <title>{title}</title>
        <meta name="robots" content="noindex" />
      </head>
      <body style={{ fontFamily: 'system-ui, sans-serif', lineHeight: 1.5 }}>
        <main style={{ maxWidth: '34rem', margin: '12vh auto', padding: '0 1.25rem' }}>
          <h1>{title}</h1>
          <p>{text}</p>
          <p>
            <button type="button" onClick={retry} style={{ padding: '0.5rem 1rem', font: 'inherit' }}>
              {messages.retry}
            </button>
          </p>
          {reference && (
            <p>
              {messages.reference} <code>{reference}</code>
            </p>
          )}
        </main>
      </body>
    </html>
  );
}
