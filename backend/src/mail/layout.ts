import type { Content } from './letter';

/** Readable without styles, in a narrow column, and in the dark. No picture, font or address of anybody else. */
const STYLE = `
  :root { color-scheme: light dark; supported-color-schemes: light dark; }
  body { margin: 0; padding: 0; background: #f1f3f5; color: #1f2328; font: 16px/1.55 -apple-system, "Segoe UI", Roboto, Helvetica, Arial, sans-serif; }
  .card { max-width: 34rem; margin: 0 auto; padding: 2rem 1.75rem; background: #ffffff; border-radius: 10px; }
  .outer { padding: 1.5rem 0.75rem; }
  .name { margin: 0 0 1.5rem; font-weight: 700; color: #3b5bdb; }
  h1 { margin: 0 0 1rem; font-size: 1.25rem; line-height: 1.35; }
  p { margin: 0 0 1rem; overflow-wrap: anywhere; }
  .button { display: inline-block; padding: 0.75rem 1.5rem; border-radius: 8px; background: #3b5bdb; color: #ffffff !important; font-weight: 600; text-decoration: none; }
  .small, .small a { font-size: 0.875rem; color: #5c636a; }
  .facts { margin: 0 0 1rem; border-collapse: collapse; }
  .facts th { padding: 0.2rem 1.25rem 0.2rem 0; text-align: left; font-weight: 400; color: #5c636a; vertical-align: top; white-space: nowrap; }
  .facts td { padding: 0.2rem 0; overflow-wrap: anywhere; }
  hr { border: 0; border-top: 1px solid #dee2e6; margin: 1.5rem 0 1rem; }
  .preview { display: none; max-height: 0; overflow: hidden; }
  @media (prefers-color-scheme: dark) {
    body { background: #141517; color: #e9ecef; }
    .card { background: #25262b; }
    .name { color: #91a7ff; }
    .small, .small a, .facts th { color: #b5bac0; }
    hr { border-top-color: #373a40; }
  }`;

/** The HTML of a mail. Whatever comes from people is text in it, never markup. */
export function htmlOf(content: Content, { language, orCopy }: { language: string; orCopy: string }): string {
  const { subject, preview, greeting, paragraphs, button, facts = [], notes, footer } = content;
  const paragraph = (text: string, style = '') => `<p${style && ` class="${style}"`}>${escapeHtml(text)}</p>`;
  const rows = facts.map(
    ([name, value]) => `<tr><th scope="row">${escapeHtml(name)}</th><td>${escapeHtml(value)}</td></tr>`,
  );
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(subject)}</title>
<style>${STYLE}
</style>
</head>
<body>
<div class="preview">${escapeHtml(preview)}</div>
<div class="outer">
<div class="card">
<p class="name">Latchkey</p>
<h1>${escapeHtml(subject)}</h1>
${paragraph(greeting)}
${paragraphs.map((text) => paragraph(text)).join('\n')}
${rows.length > 0 ? `<table class="facts">${rows.join('')}</table>` : ''}
${button ? buttonOf(button, orCopy) : ''}
${notes.map((text) => paragraph(text)).join('\n')}
<hr>
${paragraph(footer, 'small')}
</div>
</div>
</body>
</html>
`;
}

function buttonOf({ label, href }: { label: string; href: string }, orCopy: string): string {
  const address = escapeHtml(href);
  return `<p><a class="button" href="${address}">${escapeHtml(label)}</a></p>
<p class="small">${escapeHtml(orCopy)}<br><a href="${address}">${address}</a></p>`;
}

/** The same to read without HTML. */
export function textOf({ greeting, paragraphs, button, facts = [], notes, footer }: Content): string {
  const blocks = [
    greeting,
    ...paragraphs,
    facts.map(([name, value]) => `${name}: ${value}`).join('\n'),
    button ? `${button.label}:\n${button.href}` : '',
    ...notes,
    `--\n${footer}`,
  ];
  return `${blocks.map(plain).filter(Boolean).join('\n\n')}\n`;
}

/** What stands in a name must not begin a line of its own. */
function plain(text: string): string {
  return text.replace(/\r/g, '');
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
