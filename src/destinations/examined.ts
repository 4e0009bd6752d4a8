/** What is found at a destination's address when nothing is to be written. */
export interface Examined {
  /** Where it is, for people: without a password. */
  location: string;
  /** What is there, for people: "a file of 12 MB", "not there yet: a sync makes it". */
  found: string;
  /** Of the disk that it would be on; left out where that is not this machine's. */
  freeBytes?: number;
}
