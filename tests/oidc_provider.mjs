// An OpenID Connect provider for tests: npm's oidc-provider on loopback, whose whole configuration
// is one JSON document that `PUT /test` replaces while it runs. tests/oidc.py starts it.
//
// Promises the same sessions, codes and grants after a replacement. Must not be used for anything
// but tests: anybody may sign in as anybody.
import { createServer } from 'node:http';
import { Provider } from 'oidc-provider';

const RESOURCE = 'urn:motcua';
const SCOPES = 'openid profile offline_access';
let handler;
let configured;
let fetches = 0;

// Sessions, codes and grants, which outlive the provider that made them: each configuration makes
// another one, and the adapter that comes with the package forgets.
class Kept {
  static all = new Map(); // by model and id

  constructor(model) {
    this.model = model;
  }

  static where(holds) {
    return [...Kept.all.entries()].filter(([, each]) => holds(each));
  }

  key(id) {
    return `${this.model} ${id}`;
  }

  async upsert(id, payload, lives) {
    const ends = lives ? Date.now() + lives * 1000 : Infinity;
    Kept.all.set(this.key(id), { ...payload, ends });
  }

  async find(id) {
    const found = Kept.all.get(this.key(id));
    return found && found.ends > Date.now() ? found : undefined;
  }

  async findByUid(uid) {
    return Kept.where((each) => each.uid === uid && each.kind === this.model)[0]?.[1];
  }

  async findByUserCode(code) {
    return Kept.where((each) => each.userCode === code)[0]?.[1];
  }

  async consume(id) {
    Kept.all.get(this.key(id)).consumed = Math.floor(Date.now() / 1000);
  }

  async destroy(id) {
    Kept.all.delete(this.key(id));
  }

  async revokeByGrantId(grant) {
    for (const [key] of Kept.where((each) => each.grantId === grant)) Kept.all.delete(key);
  }
}

function features() {
  return {
    clientCredentials: { enabled: true },
    deviceFlow: { enabled: true, mask: '****-****' },
    devInteractions: { enabled: true },
    introspection: { enabled: true },
    revocation: { enabled: true },
    rpInitiatedLogout: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => RESOURCE,
      useGrantedResource: () => true,
      getResourceServerInfo: () => ({
        scope: 'motcua',
        audience: configured.audience,
        accessTokenFormat: 'jwt',
        accessTokenTTL: configured.lives,
        jwt: { sign: { alg: configured.algorithm } },
      }),
    },
  };
}

// Everything that a client asks for is granted, without a page that asks for consent.
async function granted(ctx) {
  const { client, session, provider } = ctx.oidc;
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope(SCOPES);
  grant.addResourceScope(RESOURCE, 'motcua');
  await grant.save();
  return grant;
}

function provider(issuer) {
  const { keys, clients, accounts } = configured;
  const made = new Provider(issuer, {
    adapter: Kept,
    clients,
    jwks: { keys },
    cookies: { keys: ['test'] },
    claims: { openid: ['sub'], profile: ['name', 'preferred_username'] },
    clientDefaults: { id_token_signed_response_alg: configured.algorithm },
    enabledJWA: { idTokenSigningAlgValues: ['RS256', 'ES256', 'EdDSA'] },
    features: features(),
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ ...accounts[id], sub: id }) }),
    extraTokenClaims: (_, token) => accounts[token.accountId ?? token.clientId] ?? {},
    issueRefreshToken: (_, client) => client.grantTypeAllowed('refresh_token'),
    loadExistingGrant: granted,
    pkce: { required: () => true },
    ttl: { ...configured.ttl },
  });
  return made.callback();
}

async function bodyOf(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  return JSON.parse(Buffer.concat(parts).toString('utf8'));
}

async function answer(request, response) {
  if (request.url !== '/test') {
    fetches += request.url === '/jwks';
    return handler(request, response);
  }
  if (request.method === 'PUT') {
    configured = await bodyOf(request);
    handler = provider(`http://127.0.0.1:${server.address().port}`);
  }
  return response.writeHead(200).end(JSON.stringify({ fetches }));
}

const server = createServer((request, response) => {
  answer(request, response).catch((error) => response.writeHead(500).end(String(error)));
});
server.listen(Number(process.argv[2] ?? 0), '127.0.0.1', () => {
  console.log(server.address().port);
});
process.stdin.resume().on('end', () => process.exit(0)); // with whoever started it
