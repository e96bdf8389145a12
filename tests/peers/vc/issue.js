// Signs a credential with Digital Bazaar's library and asks it whether the result holds. In: JSON on stdin. Out:
// JSON on stdout. The key is made for the run; nothing is fetched: contexts are handed in.
import * as vc from '@digitalbazaar/vc';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';

const chunks = [];
for await (const chunk of process.stdin) {
  chunks.push(chunk);
}
const {credential, issuer, contexts, now} = JSON.parse(Buffer.concat(chunks).toString('utf8'));

const key = await Ed25519Multikey.generate({id: `${issuer}#key-1`, controller: issuer});
const method = await key.export({publicKey: true, includeContext: true});
const profile = {
  '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1'],
  id: issuer,
  verificationMethod: [method],
  assertionMethod: [method.id]
};

async function documentLoader(url) {
  const document = url === issuer ? profile : url === method.id ? method : contexts[url];
  if(document === undefined) {
    throw new Error(`not handed in: ${url}`);
  }
  return {contextUrl: null, documentUrl: url, document};
}

const signed = await vc.issue({
  credential,
  suite: new DataIntegrityProof({signer: key.signer(), cryptosuite, date: new Date(now)}),
  documentLoader
});
const result = await vc.verifyCredential({
  credential: signed,
  now: new Date(now),
  suite: new DataIntegrityProof({cryptosuite}),
  documentLoader,
  checkStatus: async () => ({verified: true})
});

process.stdout.write(JSON.stringify({signed, profile, verified: result.verified, error: String(result.error ?? '')}));
