import { snakeCase } from '../common/snake-case.ts';
import type { Family, Stream, WorkspaceFamily } from '../stream.ts';
import type { ReportAccess } from './access.ts';
import { distinctName } from './columns.ts';
import { type Dataset, readDatasets } from './dataset.ts';
import { datasetStream } from './dataset-stream.ts';

const prefix = 'reporting_';

/** Whether a name is that of a dataset, if there is such a one. */
export const isReportingStream = (name: string): boolean => name.startsWith(prefix);

/** A stream for each dataset of the workspace's reports. */
export const reportingStreams = (access: ReportAccess): WorkspaceFamily => ({
  what: "the datasets of Intercom's reports",
  mayHave: isReportingStream,
  read: async (context) => streamsOf(await readDatasets(context), access),
});

function streamsOf(datasets: readonly Dataset[], access: ReportAccess): Stream[] {
  const taken = new Set<string>();
  return datasets.map((dataset) => datasetStream(distinctName(prefix + snakeCase(dataset.id), taken), dataset, access));
}

/** What the pages of streams show: a family of the datasets given. */
export const reportingFamily = (datasets: readonly Dataset[]): Family => ({
  name: 'reporting',
  title: 'Reports',
  about: [
    "One stream for each dataset of Intercom's reports: `reporting_` with the dataset's id in snake case. Which there are, and with which columns, the workspace says: `discover` asks it, and so does `sync` where one of them is named, or all are. Here they are two of the datasets with some of their attributes.",
    'A column is called by the id of its attribute, and by the qualified id where it is one of your own and another attribute has the same. Of types the workspace says no more than which attributes are times and durations (seconds); a time without a zone is taken for UTC. Ids of teammates and teams are names in reports.',
    'Rows are of the two years that reports reach back to, three where the workspace has that. Where an attribute names a row, the stream is incremental by the time that the dataset goes by, and what changed in the last 90 days is read again (`lookback_window` makes it more); what changes later, or is deleted, a full refresh brings. Of the other datasets each sync reads all. Behind a full refresh there is no row that Intercom does not have any more: what is older than reports reach back to goes too.',
    'Intercom may want to know the client id of the app whose token this is: give it as `client_id`.',
  ].join('\n\n'),
  streams: streamsOf(datasets, { appId: '', clientId: undefined }),
});
