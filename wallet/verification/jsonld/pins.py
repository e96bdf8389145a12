"""SHA-256 of every JSON-LD context that may be used, by URL: over the RFC 8785 form of the parsed JSON.

A context is used only if its digest stands here, whether a package brings it or its server is asked for it.
To add one: read it, know its source, and put the digest that `contexts.digest_of` gives.
"""

from __future__ import annotations

PINS: dict[str, frozenset[str]] = {
    "https://ctx.learncard.com/boostIDs/1.0.0.json": frozenset(
        {
            "4f8e5e2bd7732b9952e7d1139002b111245939dd8d1765718e5e8e8360053f19",
        }
    ),
    "https://ctx.learncard.com/boosts/1.0.3.json": frozenset(
        {
            "eb8f7c3a8127c79ceff416ad2b3a05c0b6d9372c566e387b9b979a5da7a4427b",
        }
    ),
    "https://identity.foundation/presentation-exchange/submission/v1": frozenset(
        {
            "869cde5368bb6505e079f8054d439812ce0936bf208f24f482248b9555aadcdf",
            "eb5815132f1f16206a31da527e5da4070f093974fc94e158f727a971d15dbcea",
        }
    ),
    "https://ns.did.ai/suites/secp256k1-2019/v1": frozenset(
        {
            "9125f9365f562d895c1c8090d7860725f392d4872dff4ec559b48d8709d69564",
        }
    ),
    "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json": frozenset(
        {
            "7defe702c102faf14108579b7d65ef39ecf4c3bbef925b803e15bd77cd6e3394",
        }
    ),
    "https://purl.imsglobal.org/spec/clr/v2p0/context.json": frozenset(
        {
            "a2dd0c0c07434663b7b54a51dd8a3363f6d5c420efa87e3d97b4ef8661596d44",
        }
    ),
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.0.json": frozenset(
        {
            "2c54acaa1cffda2420be32ab61f0a2082051211131c6337686f36f2537aa859b",
        }
    ),
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json": frozenset(
        {
            "8bb2354552b70cbdf2066f6d3e24bc5c2be2619145737580ad2aebdc366e77d5",
        }
    ),
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json": frozenset(
        {
            "bdd1d11a55a660322f24660862a1d430ee80cce584465f750909daa43684357c",
        }
    ),
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json": frozenset(
        {
            "04b1136ddc4eda9a8966bc7ef182789f233a26739473140ef75d6968c29a2966",
            "c5e555a91a5cf48e32ae0a05674c61ddd5c053b680b5643b2f57f9965e386d99",
        }
    ),
    "https://purl.imsglobal.org/spec/ob/v3p0/context.json": frozenset(
        {
            "2c54acaa1cffda2420be32ab61f0a2082051211131c6337686f36f2537aa859b",
            "f6c4c3b3b800cb9ffc87828d8105e3dd0d20692e5936d2cc4dead2b247e11a08",
        }
    ),
    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json": frozenset(
        {
            "15f4c347c6fe4380d9b6b93795859e33747ef48d5c55b91a71c52fb51c7bcbd7",
        }
    ),
    "https://w3c-ccg.github.io/lds-jws2020/contexts/lds-jws2020-v1.json": frozenset(
        {
            "eed16334842a5635257913b33acd1aeee29009eb188d855f9a1d0ceee4a8ae4d",
        }
    ),
    "https://w3c-ccg.github.io/vc-ed/plugfest-1-2022/jff-vc-edu-plugfest-1-context.json": frozenset(
        {
            "f6c4c3b3b800cb9ffc87828d8105e3dd0d20692e5936d2cc4dead2b247e11a08",
        }
    ),
    "https://w3id.org/blockcerts/schema/2.0-alpha/context.json": frozenset(
        {
            "a5e0b1bea41885853ddeaff09a8f8b0f3b1bb8976d96732191d23a115308886d",
        }
    ),
    "https://w3id.org/blockcerts/schema/2.0/context.json": frozenset(
        {
            "9c60cadaba9e5e85dff2372e4be1d565452444ef554a6f388b419ff9d23c6938",
        }
    ),
    "https://w3id.org/blockcerts/schema/2.1/context.json": frozenset(
        {
            "6fd81a8d7ea396d005ae4b712e9ecec1df6f8e54dbff20773bb76b9ce6cdfeb4",
        }
    ),
    "https://w3id.org/blockcerts/schema/3.0/context.json": frozenset(
        {
            "ce2b7f5b1b9b81b84e5d41aaa6fe76802e932ce9f48bcb63532f4eacfc3f29ee",
        }
    ),
    "https://w3id.org/blockcerts/v1": frozenset(
        {
            "bf9351c329cac3988241b13d52cd61536d8b88a11002a8e0a4379c568c562641",
        }
    ),
    "https://w3id.org/blockcerts/v2": frozenset(
        {
            "9c60cadaba9e5e85dff2372e4be1d565452444ef554a6f388b419ff9d23c6938",
        }
    ),
    "https://w3id.org/blockcerts/v2.1": frozenset(
        {
            "6fd81a8d7ea396d005ae4b712e9ecec1df6f8e54dbff20773bb76b9ce6cdfeb4",
        }
    ),
    "https://w3id.org/blockcerts/v3": frozenset(
        {
            "ce2b7f5b1b9b81b84e5d41aaa6fe76802e932ce9f48bcb63532f4eacfc3f29ee",
        }
    ),
    "https://w3id.org/blockcerts/v3.0-beta": frozenset(
        {
            "3ed400a124e8b53ffae33479c1471d061bd011c94353ef842d372f9ef386ae11",
        }
    ),
    "https://w3id.org/blockcerts/v3.1": frozenset(
        {
            "0acee5480ba39ed3d82b1ef98e600f8eebf31c30253860ae0f081f8ff84ec557",
        }
    ),
    "https://w3id.org/blockcerts/v3.2": frozenset(
        {
            "1ebd84139639d0509fc0f20924746ffe42cd26a024ce2603a6fc86e3945e7b53",
        }
    ),
    "https://w3id.org/citizenship/v1": frozenset(
        {
            "e6ac4c5a1e0f9358b191a782f88d0909df940bed2587a2c5d9e1808949e9a72a",
        }
    ),
    "https://w3id.org/citizenship/v2": frozenset(
        {
            "085a5277811f1028884ae0a7abafb0ec53ff86440555d8a749b9bfb9f1e02311",
        }
    ),
    "https://w3id.org/citizenship/v4rc1": frozenset(
        {
            "15ca37d6ed55aee696cb2c8ca747d889418756c66188a47734c15e092ffef869",
        }
    ),
    "https://w3id.org/dcc/v1": frozenset(
        {
            "72bbeeb602655938f472f98317cab12c1bf6abc96a915d1fcc3fe18e79f92a42",
        }
    ),
    "https://w3id.org/security/bbs/v1": frozenset(
        {
            "2ec18c3e42eaf753b114404c5b995784e7f8eb92d16e9bc754a738183a89e91b",
            "ed84cebce2547af7ba50ecfd2373f21593b3afdf4e449de328c6c718fe1e1439",
        }
    ),
    "https://w3id.org/security/data-integrity/v1": frozenset(
        {
            "9505bf85338a4c2121ad03992ac90061bc85d43bcfa34d9d47b779381cf08b5f",
        }
    ),
    "https://w3id.org/security/data-integrity/v2": frozenset(
        {
            "7ba3c50acf2689d5e07927267343eb353249c7c22a9f2d00307cc970e855e305",
        }
    ),
    "https://w3id.org/security/multikey/v1": frozenset(
        {
            "be20c3ee6af6e9c4102e66a85c26617831218e32216bdf050f870e389e737cdc",
            "c1ccf058057f53b0c88d982b5fb362e0465bbf0e3e781cccf277c806da176209",
        }
    ),
    "https://w3id.org/security/suites/chained-2021/v1": frozenset(
        {
            "a9ac03cc83693bfc40daaba8b10b0b68344d837cf5bca4174b07c3d8a1f93823",
        }
    ),
    "https://w3id.org/security/suites/ed25519-2018/v1": frozenset(
        {
            "b4cb4ede62cd5c1e98b54340bf9d5ae636e6ba6e92b6bffb50be3c12b473a2de",
        }
    ),
    "https://w3id.org/security/suites/ed25519-2020/v1": frozenset(
        {
            "fb517f09d990829aed734c9bad8cbbb2ac3d5063b865c7e3d81f246074bf5691",
        }
    ),
    "https://w3id.org/security/suites/jws-2020/v1": frozenset(
        {
            "eed16334842a5635257913b33acd1aeee29009eb188d855f9a1d0ceee4a8ae4d",
        }
    ),
    "https://w3id.org/security/suites/merkle-2019/v1": frozenset(
        {
            "dd4bb45f08bb6527d2707c1b2447f1fd79943789e478799c3fa8c64db1b8842d",
        }
    ),
    "https://w3id.org/security/suites/secp256k1-2019/v1": frozenset(
        {
            "9125f9365f562d895c1c8090d7860725f392d4872dff4ec559b48d8709d69564",
        }
    ),
    "https://w3id.org/security/suites/x25519-2019/v1": frozenset(
        {
            "226bc202c5f5fac752716b9ed838875155c22b789aa0259276cfd83d54a40d06",
        }
    ),
    "https://w3id.org/security/suites/x25519-2020/v1": frozenset(
        {
            "454c264ab52b3ee90b2c21a996afc4f5f2a02c2e282799b6e92305e1aa536de6",
        }
    ),
    "https://w3id.org/security/v1": frozenset(
        {
            "d87de2ce3ce407bcac481f8af31e211e54beb5cbd7dd459826ed0502302ee234",
        }
    ),
    "https://w3id.org/security/v2": frozenset(
        {
            "38a9ef19cf3a75bf856202bd1ed4cbd55c985ad4a809eb7f4ef584ba9d51dc90",
        }
    ),
    "https://w3id.org/vc-revocation-list-2020/v1": frozenset(
        {
            "375634e782babefd3763cb72b41b70527780b158fcf93855d8f3b56844233341",
        }
    ),
    "https://w3id.org/vc/status-list/2021/v1": frozenset(
        {
            "9768f9aa81ab6c3e2ad96b2d669eaba67afe13fff0140a853f1e3d313fab13b6",
        }
    ),
    "https://w3id.org/vdl/aamva/v1": frozenset(
        {
            "b6e2ebb1355dc8c800753520a5e49decd59fda3cfe7a240269bb5f4d9baeb45a",
        }
    ),
    "https://w3id.org/vdl/v1": frozenset(
        {
            "33c9dad4847f7d466d28b9f704dd07d8e1da7614d99b94febb03e19d815ef7da",
        }
    ),
    "https://www.blockcerts.org/schema/2.0-alpha/context.json": frozenset(
        {
            "a5e0b1bea41885853ddeaff09a8f8b0f3b1bb8976d96732191d23a115308886d",
        }
    ),
    "https://www.blockcerts.org/schema/2.0/context.json": frozenset(
        {
            "9c60cadaba9e5e85dff2372e4be1d565452444ef554a6f388b419ff9d23c6938",
        }
    ),
    "https://www.blockcerts.org/schema/2.1/context.json": frozenset(
        {
            "6fd81a8d7ea396d005ae4b712e9ecec1df6f8e54dbff20773bb76b9ce6cdfeb4",
        }
    ),
    "https://www.blockcerts.org/schema/3.0-alpha/context.json": frozenset(
        {
            "55dd18f615dcd0d5e0504f44ac3674b3df7ca767552614ee9d4fc8f7dceda103",
        }
    ),
    "https://www.blockcerts.org/schema/3.0/context.json": frozenset(
        {
            "ce2b7f5b1b9b81b84e5d41aaa6fe76802e932ce9f48bcb63532f4eacfc3f29ee",
        }
    ),
    "https://www.w3.org/2018/credentials/examples/v1": frozenset(
        {
            "5bca9da34aefb4c5e0cd993e222e58827734e0928fda0210ee73413c43d6e5e5",
            "c3041d102a7b2d98a626937b187e9f67e0ce11f5837658cc3e228d585409d2b6",
        }
    ),
    "https://www.w3.org/2018/credentials/v1": frozenset(
        {
            "b01e671e873981f19a9102a9a57f666dbcaeb31b99e3e124378d143e71549247",
        }
    ),
    "https://www.w3.org/ns/activitystreams": frozenset(
        {
            "5abf6723dfd871b3e77b52ce8fa4aa86f6876b7e93595e555311b20b3be259e5",
        }
    ),
    "https://www.w3.org/ns/credentials/examples/v2": frozenset(
        {
            "8a675bead391be98e6054c4e07c41f73337508d398e07047344c5d349aa2dc58",
        }
    ),
    "https://www.w3.org/ns/credentials/status/v1": frozenset(
        {
            "b2fcebfbaf4e6beae2be370fda8a5f9f99c28540c798a75a8cdccc0fb1a12492",
        }
    ),
    "https://www.w3.org/ns/credentials/undefined-terms/v2": frozenset(
        {
            "3b11e1df8c618447e9f79f3737e3c30fc0841537eb95f36003742c633672bb9f",
        }
    ),
    "https://www.w3.org/ns/credentials/v2": frozenset(
        {
            "b463c8d6a066214123ddd9827b135e1b50e1fc73322cc52a9b12a4f1fc7d86cf",
        }
    ),
    "https://www.w3.org/ns/did/v1": frozenset(
        {
            "a7e146c40fcec005d3f0f14ae745665f446da58d7914a9d8f733746686fad82b",
        }
    ),
    "https://www.w3.org/ns/odrl.jsonld": frozenset(
        {
            "c9b3bbb66a340349a8b126f464287e139570ae46d40d89362733196babb1c9c6",
        }
    ),
}
