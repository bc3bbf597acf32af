import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

export interface Certificate {
  key: string;
  cert: string;
}

const DAY_MS = 86_400_000;
/** Tags of the encoding that certificates are written in. @see ITU-T X.690 */
const TAG = { integer: 0x02, bits: 0x03, octets: 0x04, id: 0x06, utf8: 0x0c, time: 0x17, sequence: 0x30, set: 0x31 };
const DNS_NAME = 0x82;
const CONTEXT_0 = 0xa0;
const CONTEXT_3 = 0xa3;
const OID = {
  commonName: [0x55, 0x04, 0x03],
  subjectAltName: [0x55, 0x1d, 0x11],
  ecdsaWithSha256: [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02],
};

/**
 * A certificate for one host that is signed by its own key and good for a day. Written here because Node only reads them,
 * and a tool to make them may be missing on a machine that runs the tests.
 * @see RFC 5280 section 4.1
 */
export function selfSignedCertificate(host: string): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const algorithm = der(TAG.sequence, oid(OID.ecdsaWithSha256));
  const name = der(
    TAG.sequence,
    der(TAG.set, der(TAG.sequence, oid(OID.commonName), der(TAG.utf8, Buffer.from(host)))),
  );
  const alternativeName = der(TAG.octets, der(TAG.sequence, der(DNS_NAME, Buffer.from(host))));
  const content = der(
    TAG.sequence,
    der(CONTEXT_0, der(TAG.integer, Buffer.of(2))), // version 3
    der(TAG.integer, Buffer.of(0x01, ...randomBytes(8))),
    algorithm,
    name,
    der(TAG.sequence, time(Date.now() - DAY_MS / 2), time(Date.now() + DAY_MS / 2)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(CONTEXT_3, der(TAG.sequence, der(TAG.sequence, oid(OID.subjectAltName), alternativeName))),
  );
  const signature = der(TAG.bits, Buffer.of(0), sign('sha256', content, privateKey));
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return { key, cert: pem(der(TAG.sequence, content, algorithm, signature)) };
}

/** One value: what it is, how long it is, what is in it. */
function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.of(tag, ...size), content]);
}

function oid(bytes: readonly number[]): Buffer {
  return der(TAG.id, Buffer.of(...bytes));
}

/** `YYMMDDHHMMSSZ` */
function time(at: number): Buffer {
  return der(TAG.time, Buffer.from(`${new Date(at).toISOString().slice(2, 19).replace(/\D/g, '')}Z`));
}

function pem(content: Buffer): string {
  const lines = content.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}
