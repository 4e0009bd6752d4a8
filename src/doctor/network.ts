/** The way to Intercom's host, step by step: what one request would tell as a single failure. */
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { connect } from 'node:tls';
import { onAbort } from '../core/abort.ts';
import { isProxyAddress } from '../intercom/http/proxy.ts';
import type { Check } from './check.ts';

export interface NetworkOptions {
  /** The API's address. */
  url: string;
  /** Such as `process.env`, of which the proxy is read. */
  env: Record<string, string | undefined>;
  signal: AbortSignal;
  /** Milliseconds for which a host may say nothing. Default 10,000. */
  patience?: number;
}

/** Name, proxy and certificate. Never rejects, but with the signal's reason. */
export async function checkNetwork({ url, env, signal, patience = 10_000 }: NetworkOptions): Promise<Check[]> {
  const target = new URL(url);
  const proxy = proxyOf(env);
  const dns = await checkName(proxy?.hostname ?? target.hostname, proxy ? 'the proxy ' : '');
  signal.throwIfAborted();
  return [
    checkProxy(env, proxy),
    dns,
    await checkCertificate(target, { proxied: proxy !== undefined, dns, signal, patience }),
  ];
}

const network = (name: string, rest: Omit<Check, 'section' | 'name'>): Check => ({ section: 'network', name, ...rest });

const proxyNames = ['HTTPS_PROXY', 'https_proxy'];

function proxyOf(env: NetworkOptions['env']): URL | undefined {
  const given = proxyNames.map((name) => env[name]).find(Boolean);
  return given && isProxyAddress(given) ? new URL(given) : undefined;
}

function checkProxy(env: NetworkOptions['env'], proxy: URL | undefined): Check {
  const name = proxyNames.find((one) => env[one]);
  if (!name) return network('proxy', { status: 'ok', found: 'none: HTTPS_PROXY is not set' });
  // Its address may hold a password.
  if (proxy) return network('proxy', { status: 'ok', found: `${proxy.host}, by ${name}` });
  return network('proxy', {
    status: 'failed',
    found: `${name} is not the address of a proxy`,
    hint: 'It takes one such as http://proxy.example.com:3128; unset it to go without.',
  });
}

async function checkName(host: string, whose: string): Promise<Check> {
  const bare = host.replace(/^\[|\]$/g, '');
  if (isIP(bare)) return network('DNS', { status: 'ok', found: `${bare} is an address: no name to look up` });
  try {
    const { address } = await lookup(bare);
    return network('DNS', { status: 'ok', found: `${bare} is ${address}` });
  } catch (thrown) {
    return network('DNS', {
      status: 'failed',
      found: `${whose}${bare} is not found (${(thrown as NodeJS.ErrnoException).code ?? 'no answer'})`,
      hint: "Check the network and its name server, and the name where INTERCOM_API_URL or HTTPS_PROXY gives it. Behind a company's proxy set HTTPS_PROXY.",
    });
  }
}

async function checkCertificate(
  target: URL,
  { proxied, dns, ...waiting }: { proxied: boolean; dns: Check } & Waiting,
): Promise<Check> {
  const skipped = (found: string) => network('TLS', { status: 'skipped', found });
  if (target.protocol !== 'https:') return skipped(`${target.host} is asked by plain HTTP`);
  if (proxied) return skipped("through the proxy: the first request tells whether the host's certificate is trusted");
  if (dns.status === 'failed') return skipped('without the address there is nothing to connect to');
  try {
    const { protocol, issuer, until } = await certificateOf(target, waiting);
    return network('TLS', { status: 'ok', found: `${protocol}, certificate of ${issuer}, valid until ${until}` });
  } catch (thrown) {
    waiting.signal.throwIfAborted();
    const { code, message } = thrown as NodeJS.ErrnoException;
    const untrusted = /CERT|SELF_SIGNED|ISSUER|ALTNAME/.test(code ?? '');
    return network('TLS', {
      status: 'failed',
      found: untrusted
        ? `the certificate of ${target.host} is not trusted (${code})`
        : `no connection to ${target.host} (${code ?? message})`,
      hint: untrusted
        ? "A proxy that looks into TLS has a certificate of its own: name the file of its authority in NODE_EXTRA_CA_CERTS. If there is none, don't go on: someone else answers."
        : 'Check that the network lets this machine out to that port; behind a proxy set HTTPS_PROXY.',
    });
  }
}

interface Waiting {
  signal: AbortSignal;
  /** Milliseconds. */
  patience: number;
}

/** Rejects where none is there or it is not trusted. Nothing is sent beside the handshake. */
function certificateOf(
  target: URL,
  { signal, patience }: Waiting,
): Promise<{ protocol: string; issuer: string; until: string }> {
  const host = target.hostname.replace(/^\[|\]$/g, '');
  return new Promise((resolve, reject) => {
    const socket = connect({
      host,
      port: Number(target.port || 443),
      ...(isIP(host) ? {} : { servername: host }),
      rejectUnauthorized: true,
      timeout: patience,
    });
    const forget = onAbort(signal, () => socket.destroy(signal.reason));
    socket.once('timeout', () => socket.destroy(Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' })));
    socket.once('close', forget);
    socket.once('error', reject);
    socket.once('secureConnect', () => {
      const { issuer, valid_to } = socket.getPeerCertificate();
      const until = new Date(valid_to).toISOString().slice(0, 10);
      const of = [issuer.O, issuer.CN].flat().find(Boolean) ?? 'an unnamed authority';
      resolve({ protocol: socket.getProtocol() ?? 'TLS', issuer: of, until });
      socket.destroy();
    });
  });
}
