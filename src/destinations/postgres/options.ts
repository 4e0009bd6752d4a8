/** How a schema is opened, to be loaded or to be asked. */
export interface OpenOptions {
  /** Another schema than the address names. */
  schema?: string;
  /** Milliseconds after which a connection is looked at over which nothing comes, */
  patience?: number;
  /** and those in which another one must show what became of it. */
  answerWithin?: number;
}
