/** What changes of the configuration, and of the API's version, between two runs. */
import { grant, type Surroundings } from './stage.ts';

const day = 86_400;

/** Another start date, lookback, settling time or API version, or the same. */
export function reconfigure(stage: Surroundings): void {
  const { random, scenario, told } = stage;
  const beganAt = Math.floor(scenario.begin / 1000);
  if (random.chance(0.5)) {
    stage.times = {
      start: random.chance(0.5) ? 0 : beganAt - random.pick([1, 10, 100, 300, 600]) * day - random.int(0, day),
      lookback: random.chance(0.2) ? random.int(1, 3) * day : 0,
      settling: random.chance(0.2) ? scenario.times.settling * 2 : scenario.times.settling,
    };
    const { start, lookback, settling } = stage.times;
    told.push(`    from now on: start ${start}, lookback ${lookback}, settling ${settling}`);
  }
  if (random.chance(0.2)) {
    emitDeletions(stage, !stage.emitDeletions);
    told.push(`    from now on: deletions are ${stage.emitDeletions ? '' : 'not '}asked for`);
  }
  if (random.chance(0.2)) grant(stage);
  const { versions } = scenario.simulator;
  // Where contacts are searched by the day there is no newer version.
  if (!versions || scenario.dayExact || !random.chance(0.15)) return;
  const at = versions.indexOf('2.17');
  if (at < 0) versions.push('2.17');
  else versions.splice(at, 1);
  stage.versionChanged = true;
  told.push(`    from now on: API version ${at < 0 ? '2.17' : '2.16'}`);
}

/** No start date any more, and nothing read twice: the configuration of the last sync. */
export function settleConfiguration(stage: Surroundings): void {
  stage.times = { ...stage.scenario.times, start: 0 };
  emitDeletions(stage, true);
}

function emitDeletions(stage: Surroundings, isAsked: boolean): void {
  if (isAsked && !stage.emitDeletions)
    for (const id of stage.simulator.workspace.mergedContacts.keys()) stage.muted.add(id);
  stage.emitDeletions = isAsked;
}
