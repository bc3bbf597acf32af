import type { Texts } from './letter';
import type { Occasion } from './mails';
import { dayIn, momentIn, wordsFor } from './occasion';

function factsOf(occasion: Occasion): [string, string][] {
  const { when, where, device } = wordsFor(occasion, 'de', 'unbekannt');
  return [['Wann', when], ['Gerät', device], ['Adresse', where]]; // prettier-ignore
}

const hello = (name: string) => `Hallo ${name},`;
const NOT_YOU = 'Wenn Sie das nicht waren, beachten Sie diese Mail nicht: Ohne den Link geschieht nichts.';

/** The mails in German. */
export const DE: Texts = {
  footer: 'Sie erhalten diese Mail, weil Ihre Adresse bei Latchkey verwendet wurde. Antworten darauf liest niemand.',
  orCopy: 'Wenn die Schaltfläche nicht geht, kopieren Sie diese Adresse in Ihren Browser:',

  // Without the name: whoever typed it may be a stranger who wants to say something by it.
  'verify-email': (_, { link }) => ({
    subject: 'Bestätigen Sie Ihre E-Mail-Adresse',
    preview: 'Ein Klick, und Ihr Konto ist bereit.',
    greeting: 'Guten Tag,',
    paragraphs: [
      'Jemand, hoffentlich Sie, hat sich mit dieser Adresse registriert. Bestätigen Sie, dass sie Ihnen gehört, dann können Sie das Konto benutzen.',
    ],
    button: { label: 'Adresse bestätigen', href: link },
    notes: ['Der Link gilt einmal und 24 Stunden lang.', NOT_YOU],
  }),
  'already-registered': ({ name }, { signIn, forgotPassword }) => ({
    subject: 'Sie haben schon ein Konto',
    preview: 'Jemand wollte diese Adresse verwenden; sie hat schon ein Konto.',
    greeting: hello(name),
    paragraphs: [
      'Jemand, vielleicht Sie, wollte diese Adresse für ein Konto verwenden. Sie hat schon eines, darum wurde nichts geändert.',
      `Wenn Sie Ihr Passwort vergessen haben, fordern Sie hier einen Link für ein neues an: ${forgotPassword}`,
    ],
    button: { label: 'Einloggen', href: signIn },
    notes: ['Wenn Sie das nicht waren, ist nichts zu tun. Wer immer es war, hat nichts über Ihr Konto erfahren.'],
  }),
  'reset-password': ({ name }, { link }) => ({
    subject: 'Setzen Sie ein neues Passwort',
    preview: 'Der Link gilt 30 Minuten lang.',
    greeting: hello(name),
    paragraphs: [
      'Mit diesem Link setzen Sie ein neues Passwort. Danach sind Sie überall abgemeldet und loggen sich damit ein.',
    ],
    button: { label: 'Neues Passwort setzen', href: link },
    notes: ['Der Link gilt einmal und 30 Minuten lang.', `${NOT_YOU} Ihr Passwort bleibt, wie es ist.`],
  }),
  invitation: ({ name, inviterName }, { link }) => ({
    subject: 'Sie sind eingeladen',
    preview: 'Wählen Sie ein Passwort, und Ihr Konto ist bereit.',
    greeting: hello(name),
    paragraphs: [`${inviterName} hat ein Konto für Sie angelegt. Wählen Sie ein Passwort, um es zu benutzen.`],
    button: { label: 'Einladung annehmen', href: link },
    notes: ['Der Link gilt einmal und 7 Tage lang. Bitten Sie danach um eine neue Einladung.'],
  }),
  'confirm-email': ({ name }, { link }) => ({
    subject: 'Bestätigen Sie Ihre neue E-Mail-Adresse',
    preview: 'Ein Klick, und diese Adresse gilt für Ihr Konto.',
    greeting: hello(name),
    paragraphs: ['Sie möchten diese Adresse für Ihr Konto verwenden. Sie gilt, sobald Sie sie bestätigen.'],
    button: { label: 'Neue Adresse bestätigen', href: link },
    notes: ['Der Link gilt einmal und 24 Stunden lang.', NOT_YOU],
  }),
  'email-change-requested': ({ name, newEmail }, { security }) => ({
    subject: 'Ihre E-Mail-Adresse soll geändert werden',
    preview: 'Jemand hat das mit Ihrem Passwort verlangt.',
    greeting: hello(name),
    paragraphs: [
      `Jemand, der Ihr Passwort kennt, möchte ${newEmail} für Ihr Konto verwenden. Die Adresse gilt erst, wenn sie dort bestätigt wird.`,
    ],
    button: { label: 'Konto ansehen', href: security },
    notes: ['Wenn Sie das nicht waren, ändern Sie jetzt Ihr Passwort: Das hält es auf und meldet alle anderen ab.'],
  }),
  'email-changed': ({ name, newEmail }, { link }) => ({
    subject: 'Ihre E-Mail-Adresse wurde geändert',
    preview: 'Wenn Sie das nicht waren, nehmen Sie es innerhalb von 7 Tagen zurück.',
    greeting: hello(name),
    paragraphs: [`Ihr Konto hat jetzt die Adresse ${newEmail}. Diese hier wird dafür nicht mehr verwendet.`],
    button: { label: 'Das war nicht ich: zurücknehmen', href: link },
    notes: [
      'Wenn Sie es waren, ist nichts zu tun.',
      'Der Link gilt einmal und 7 Tage lang. Er bringt diese Adresse zurück, meldet alle ab und lässt Sie ein neues Passwort setzen.',
    ],
  }),
  'password-changed': (occasion, { forgotPassword }) => ({
    subject: 'Ihr Passwort wurde geändert',
    preview: 'Wenn Sie das nicht waren, setzen Sie jetzt ein neues.',
    greeting: hello(occasion.name),
    paragraphs: ['Das Passwort Ihres Kontos wurde geändert, und alle anderen Geräte wurden abgemeldet.'],
    facts: factsOf(occasion),
    button: { label: 'Das war nicht ich: neues Passwort setzen', href: forgotPassword },
    notes: ['Wenn Sie es waren, ist nichts zu tun.', 'Ihre API-Schlüssel, falls Sie welche haben, gelten weiter.'],
  }),
  'new-device': (occasion, { security }) => ({
    subject: 'Ein neues Gerät hat sich eingeloggt',
    preview: 'Wenn Sie das waren, ist nichts zu tun.',
    greeting: hello(occasion.name),
    paragraphs: ['Jemand hat sich in Ihr Konto eingeloggt, auf einem Gerät, das wir nicht kennen.'],
    facts: factsOf(occasion),
    button: { label: 'Konto ansehen', href: security },
    notes: ['Wenn Sie das waren, ist nichts zu tun. Wenn nicht, ändern Sie Ihr Passwort: Das meldet alle anderen ab.'],
  }),
  'api-key-created': (occasion, { apiKeys }) => ({
    subject: 'Für Ihr Konto wurde ein API-Schlüssel angelegt',
    preview: 'Wenn Sie das waren, ist nichts zu tun.',
    greeting: hello(occasion.name),
    paragraphs: [
      `Jemand, hoffentlich Sie, hat den API-Schlüssel „${occasion.keyName}“ angelegt. Damit handeln Programme für Sie.`,
    ],
    facts: factsOf(occasion),
    button: { label: 'API-Schlüssel ansehen', href: apiKeys },
    notes: ['Wenn Sie das nicht waren, widerrufen Sie den Schlüssel und ändern Sie dann Ihr Passwort.'],
  }),
  'identity-linked': (occasion, { security }) => ({
    subject: 'Ein weiterer Weg zum Einloggen wurde verknüpft',
    preview: 'Wenn Sie das waren, ist nichts zu tun.',
    greeting: hello(occasion.name),
    paragraphs: [
      `Jemand, hoffentlich Sie, hat ${occasion.provider} mit Ihrem Konto verknüpft. Es öffnet das Konto von jetzt an.`,
    ],
    facts: factsOf(occasion),
    button: { label: 'Konto ansehen', href: security },
    notes: ['Wenn Sie das nicht waren, lösen Sie die Verknüpfung dort und ändern Sie dann Ihr Passwort.'],
  }),
  'session-replayed': (occasion, { security }) => ({
    subject: 'Eine Kopie Ihrer Sitzung wurde benutzt',
    preview: 'Wir haben diese Sitzung beendet.',
    greeting: hello(occasion.name),
    paragraphs: [
      'Jemand hat eine Kopie dessen benutzt, was eines Ihrer Geräte eingeloggt hält. Wir können nicht sagen, wer das Original hatte, und haben diese Sitzung darum beendet: Wer immer es war, ist abgemeldet.',
    ],
    facts: factsOf(occasion),
    button: { label: 'Konto ansehen', href: security },
    notes: [
      'Loggen Sie sich neu ein. Wenn Sie das Gerät oder die Adresse oben nicht kennen, suchen Sie auf Ihren Geräten nach unerwünschten Programmen und ändern Sie Ihr Passwort.',
    ],
  }),
  'deletion-scheduled': ({ name, eraseAt }, { link }) => ({
    subject: 'Ihr Konto wird gelöscht',
    preview: 'Sie können es sich 14 Tage lang anders überlegen.',
    greeting: hello(name),
    paragraphs: [
      `Ihr Konto und alles darin wird am ${dayIn('de', eraseAt)} gelöscht. Bis dahin können Sie es behalten.`,
    ],
    button: { label: 'Mein Konto behalten', href: link },
    notes: [
      `Der Link gilt bis ${momentIn('de', eraseAt)}.`,
      'Wenn Sie das nicht verlangt haben, behalten Sie das Konto und setzen Sie ein neues Passwort.',
    ],
  }),
  'account-erased': ({ name }) => ({
    subject: 'Ihr Konto wurde gelöscht',
    preview: 'Alles darin ist weg.',
    greeting: hello(name),
    paragraphs: [
      'Ihr Konto und alles darin wurde gelöscht. Dies ist die letzte Mail dazu, und diese Adresse wird nicht aufbewahrt.',
    ],
    notes: ['Sie können sich jederzeit neu registrieren.'],
  }),
};
