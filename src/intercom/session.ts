/** The first contact: which workspace the token opens, which API version it speaks, what time it is there. */
import { ConnectorError } from '../core/errors.ts';
import type { Client, RootClient } from './client.ts';
import { type Config, type Region, regionHosts } from './config.ts';
import type { Body } from './http/response.ts';

/** What `GET /me` tells. https://developers.intercom.com/docs/references/rest-api/api.intercom.io/admins/identifyadmin */
export interface Session {
  client: Client;
  workspace: { id: string; name: string; region: string; timezone: string };
  /** The workspace as `/me` gave it. */
  app: Body;
  /** Unix seconds when the session began, at the earliest: nothing changed later counts as read. */
  startedAt: number;
}

/** The versions we speak, best first: from 2.17 on contact search compares exact seconds. */
export const versions = ['2.17', '2.16'] as const;

/** Asks `/me`, stepping down the versions. Rejects with `token_refused` or `region_wrong` where the token does not fit. */
export async function openSession(
  client: RootClient,
  config: Pick<Config, 'region'>,
  versionsToTry = versions,
): Promise<Session> {
  for (const version of versionsToTry) {
    const candidate = client.with({ version });
    try {
      const me = await candidate.get('/me', { attempts: 5 });
      const app = appOf(me);
      const workspace = workspaceOf(app);
      if (workspace.region && workspace.region.toLowerCase() !== config.region)
        throw wrongRegion(workspace.region, config.region);
      return { client: candidate, workspace, app, startedAt: await timeOf(candidate) };
    } catch (error) {
      if (!(error instanceof ConnectorError)) throw error;
      if (error.code === 'version_unsupported') continue;
      throw error.code === 'token_refused' ? refusedToken(error, config.region) : error;
    }
  }
  throw new ConnectorError(
    'version_unsupported',
    `Intercom accepts none of the API versions ${versionsToTry.join(', ')}.`,
  );
}

/** What time it is counts as what is read: where the clocks disagree by days, more responses are asked for, since one may be wrong. */
async function timeOf({ get, time, log, serverNow }: RootClient): Promise<number> {
  for (let more = 0; more < 4 && !time.isSure(); more++) {
    await get('/me', { attempts: 2 }).catch((error: unknown) => {
      if (!(error instanceof ConnectorError) || error.code !== 'api_unavailable') throw error;
    });
  }
  const now = serverNow();
  const reported = time.reported();
  if (reported === undefined) {
    log(
      'warn',
      "Intercom's answers carry no date (a proxy may drop it), so this machine's clock tells what counts as read: check that it is right. If it is ahead, changes are missed.",
    );
  } else if (!time.isSure()) {
    log(
      'warn',
      `This machine's clock says ${iso(time.own())}, Intercom's says ${iso(reported)}: Intercom's is taken. Set this machine's clock.`,
    );
  }
  return Math.floor(now / 1000);
}

const iso = (ms: number): string => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');

/** What a response of `/me` tells of the workspace. Throws `request_refused` where that is nothing. */
export function appOf({ app }: Body): Body {
  if (typeof app === 'object' && app !== null && 'id_code' in app && typeof app.id_code === 'string') return { ...app };
  throw new ConnectorError('request_refused', 'Intercom did not tell which workspace the token belongs to.', {
    hint: 'Check that the address is that of the Intercom API.',
  });
}

function workspaceOf(app: Body): Session['workspace'] {
  const id = String(app.id_code);
  return {
    id,
    name: String(app.name ?? id),
    region: String(app.region ?? ''),
    timezone: String(app.timezone ?? 'UTC'),
  };
}

const wrongRegion = (actual: string, configured: Region) =>
  new ConnectorError(
    'region_wrong',
    `The token's workspace is in region "${actual.toLowerCase()}", the configuration says "${configured}".`,
    {
      hint: `Set region to ${Object.keys(regionHosts).includes(actual.toLowerCase()) ? actual.toLowerCase() : 'us, eu or au'}.`,
    },
  );

/** A host knows nothing of the other regions' tokens: all it can say is 401. */
function refusedToken(error: ConnectorError, region: Region): ConnectorError {
  const others = Object.keys(regionHosts).filter((other) => other !== region);
  return new ConnectorError('token_refused', `Intercom's ${region} host refuses the access token.`, {
    hint: `Copy it again from the app's page in the Developer Hub; if the workspace is hosted elsewhere, set region to ${others.join(' or ')}.`,
    cause: error,
    details: error.details,
  });
}
