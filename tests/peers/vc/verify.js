// Asks Digital Bazaar's library whether a presentation holds. In: JSON on stdin. Out: JSON on stdout.
// Nothing is fetched: contexts are handed in, did:key needs no network, the status of what is inside is not asked.
import * as vc from '@digitalbazaar/vc';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import {driver} from '@digitalbazaar/did-method-key';

const chunks = [];
for await (const chunk of process.stdin) {
  chunks.push(chunk);
}
const {presentation, challenge, domain, contexts, now} = JSON.parse(Buffer.concat(chunks).toString('utf8'));

const keys = driver();
keys.use({multibaseMultikeyHeader: 'z6Mk', fromMultibase: Ed25519Multikey.from});

async function documentLoader(url) {
  if(url.startsWith('did:key:')) {
    return {contextUrl: null, documentUrl: url, document: await keys.get({url})};
  }
  if(url in contexts) {
    return {contextUrl: null, documentUrl: url, document: contexts[url]};
  }
  throw new Error(`not handed in: ${url}`);
}

const result = await vc.verify({
  presentation,
  challenge,
  domain,
  now: new Date(now),
  suite: new DataIntegrityProof({cryptosuite}),
  documentLoader,
  checkStatus: async () => ({verified: true})
});

function reasons(error) {
  return error ? [String(error.message), ...(error.errors ?? []).flatMap(reasons)] : [];
}

process.stdout.write(JSON.stringify({
  verified: result.verified,
  presentation: result.presentationResult?.verified ?? false,
  credentials: (result.credentialResults ?? []).map(one => one.verified),
  errors: [...reasons(result.error), ...(result.credentialResults ?? []).flatMap(one => reasons(one.error))]
}));
