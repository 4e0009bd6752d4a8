import { mkdtempSync, rmSync } from 'node:fs';
import { userInfo } from 'node:os';
import { afterAll, describe, expect, test } from 'vitest';
import { ConnectorError, explain } from '../../../src/core/errors.ts';
import { destinationAt } from '../../../src/destinations/index.ts';
import { parseAddress, publicUrl } from '../../../src/destinations/postgres/address.ts';
import { certificate } from '../../support/tls.ts';

const parse = (text: string, env: NodeJS.ProcessEnv = {}) => parseAddress(text, env);

/** What is said of an address that can't be. */
function refused(text: string, env: NodeJS.ProcessEnv = {}): string {
  try {
    parse(text, env);
  } catch (error) {
    if (error instanceof ConnectorError && error.code === 'config_invalid') return `${explain(error)} ${error.stack}`;
    throw error;
  }
  throw new Error(`${text} was taken.`);
}

const local = { port: 5432, ssl: false, schema: 'intercom' };

describe('an address of PostgreSQL', () => {
  test.each([
    ['postgres://a@localhost/b', { ...local, host: 'localhost', user: 'a', database: 'b' }],
    ['postgresql://a@localhost/b', { ...local, host: 'localhost', user: 'a', database: 'b' }],
    [
      'postgres://a%40b:p%40s%2Fs%25@localhost:6432/c%2Fd?schema=My%20schema',
      {
        host: 'localhost',
        port: 6432,
        user: 'a@b',
        password: 'p@s/s%',
        database: 'c/d',
        schema: 'My schema',
        ssl: false,
      },
    ],
    ['postgres://a:p@q@localhost/b', { ...local, host: 'localhost', user: 'a', password: 'p@q', database: 'b' }],
    ['postgres://a@[::1]:6432/b', { ...local, host: '::1', port: 6432, user: 'a', database: 'b' }],
    ['postgres:///b?host=/var/run/postgresql', { ...local, host: '/var/run/postgresql', database: 'b' }],
    [
      'postgres://a:p@/b?host=/run/my%20pg&port=6432',
      { ...local, host: '/run/my pg', port: 6432, user: 'a', password: 'p', database: 'b' },
    ],
    ['postgres://a@%2Fvar%2Frun%2Fpostgresql/b', { ...local, host: '/var/run/postgresql', user: 'a', database: 'b' }],
    ['postgres://a@:6432', { ...local, host: 'localhost', port: 6432, user: 'a', database: 'a' }],
  ])('%s', (text, address) => {
    expect(parse(text)).toEqual({ user: userInfo().username, ...address });
  });

  test('without a user and a database is of the user of this machine, as psql has it', () => {
    const { username } = userInfo();
    const itself = { ...local, host: 'localhost', user: username, database: username };
    expect(parse('postgres://')).toEqual(itself);
    expect(parse('postgres:///?schema=intercom')).toEqual(itself);
  });

  test('takes what it does not say from the environment, and nothing else', () => {
    const env = { PGHOST: '127.0.0.1', PGPORT: '6000', PGUSER: 'u', PGPASSWORD: 'p', PGDATABASE: 'd' };
    const all = {
      host: '127.0.0.1',
      port: 6000,
      user: 'u',
      password: 'p',
      database: 'd',
      schema: 'intercom',
      ssl: false,
    };
    expect(parse('postgres://', env)).toEqual(all);
    expect(parse('postgres://a:b@localhost:7000/c', env)).toEqual({
      ...all,
      host: 'localhost',
      port: 7000,
      user: 'a',
      password: 'b',
      database: 'c',
    });
    expect(parse('postgres:///c', { PGUSER: 'u' })).toMatchObject({ user: 'u', database: 'c' });
    expect(parse('postgres://', { PGUSER: 'u' })).toMatchObject({ user: 'u', database: 'u' });
  });

  describe('is encrypted and checked', () => {
    const sslOf = (parameters: string, env: NodeJS.ProcessEnv = {}, host = 'db.example.com') =>
      parse(`postgres://a@${host}/b${parameters}`, env).ssl;
    const checked = { rejectUnauthorized: true, checkServerIdentity: expect.any(Function) };
    const ca = expect.stringContaining('BEGIN CERTIFICATE');

    test.each([
      ['of another machine', '', {}, 'db.example.com', checked],
      ['by require, which checks nothing elsewhere', '?sslmode=require', {}, 'db.example.com', checked],
      ['by verify-ca', '?sslmode=verify-ca', {}, 'db.example.com', checked],
      ['by an authority of its own', `?sslrootcert=${certificate}`, {}, 'db.example.com', { ...checked, ca }],
      ['on this machine too', `?sslrootcert=${certificate}`, {}, '127.0.0.1', { ...checked, ca }],
      [
        'by the environment',
        '',
        { PGSSLMODE: 'verify-full', PGSSLROOTCERT: certificate },
        'localhost',
        { ...checked, ca },
      ],
      ['by the authorities of Node', '?sslrootcert=system', {}, 'localhost', checked],
      ['unless it says no-verify', '?sslmode=no-verify', {}, 'db.example.com', { rejectUnauthorized: false }],
      ['unless it says disable', '?sslmode=disable', {}, 'db.example.com', false],
      ['unless the environment says so', '', { PGSSLMODE: 'disable' }, 'db.example.com', false],
      ['whatever the environment says', '?sslmode=verify-full', { PGSSLMODE: 'disable' }, 'db.example.com', checked],
      ['but within this machine', '', {}, 'localhost', false],
      ['with a certificate of the user', `?sslcert=${certificate}`, {}, 'db.example.com', { ...checked, cert: ca }],
    ])('%s', (_, parameters, env, host, ssl) => {
      expect(sslOf(parameters, env, host)).toEqual(ssl);
    });
  });

  describe('is refused', () => {
    test.each([
      ['postgres://a@localhost/b?sslmode=prefer', 'The address of PostgreSQL has the sslmode "prefer"'],
      ['postgres://a@localhost/b?shema=c', 'an unknown parameter "shema"'],
      ['postgres://a@localhost/b?sslrootcert=/nowhere/ca.pem', "/nowhere/ca.pem can't be read."],
      ['postgres://a@localhost/b?port=abc', 'no number from 1 to 65535'],
      ['postgres://a@localhost:0/b', 'no number from 1 to 65535'],
      ['postgres://a@localhost:70000/b', "can't be read"],
    ])('%s', (text, words) => {
      expect(refused(text)).toContain(words);
    });

    test('for what the environment says', () => {
      expect(refused('postgres://a@localhost', { PGSSLMODE: 'allow' })).toContain('PGSSLMODE has the sslmode "allow"');
      expect(refused('postgres://a@localhost', { PGPORT: 'x' })).toContain('PGPORT');
    });

    test('where a folder is named for a file', () => {
      expect(refused(`postgres://a@localhost?sslrootcert=${folder}`)).toContain("can't be read");
    });
  });

  describe('shows its password nowhere', () => {
    /** In each the password is "secret", with a character that should have been written otherwise. */
    test.each([
      'postgres://a:se%cret@localhost/b',
      'postgres://a:se/cret@localhost/b',
      'postgres://a:12/cret@localhost/b',
      'postgres://a:12?cret@localhost/b',
      'postgres://a:12?cret=c@localhost/b',
      'postgres://a:12#cret@localhost/b',
      'postgres://a:se#cret@localhost/b',
      'postgres://a:se?cret@localhost/b',
      'postgres://a:secret@local host/b',
      'postgres://a:secret@localhost:x/b',
      'postgres://a:secret@localhost/b%',
      'postgres://a:secret@[localhost/b',
      'postgres:a:secret@localhost/b',
      'postgres:host=localhost password=secret',
      'postgres://a:secret@localhost/b?sslmode=x',
      'postgres://a:secret@localhost/b?x=secret',
      'postgres://a:secret@localhost:0/b',
    ])('%s', (text) => {
      expect(refused(text)).not.toContain('cret');
    });

    test.each([
      'host=localhost password=secret',
      'password=secret host=a:b',
      'postgres ://a:secret@localhost',
      'secret@localhost',
    ])('%s, which is no address', (text) => {
      expect(() => destinationAt(text)).toThrow(ConnectorError);
      expect(() => destinationAt(text)).not.toThrow(/secret/);
    });

    test('where it is told', () => {
      const shown = (text: string) => publicUrl(parse(text));
      expect(shown('postgres://a%40b:secret@db.example.com:6432/c')).toBe('postgres://a%40b@db.example.com:6432/c');
      expect(shown('postgres://a:secret@[2001:db8::1]/c?sslmode=disable')).toBe('postgres://a@[2001:db8::1]:5432/c');
      expect(shown('postgres://a:secret@/c?host=/run/pg')).toBe('postgres://a@/c?host=/run/pg');
    });
  });
});

const folder = mkdtempSync('/tmp/address-');
afterAll(() => rmSync(folder, { recursive: true }));
