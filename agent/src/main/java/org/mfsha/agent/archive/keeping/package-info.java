/**
 * Keeping the archive, at the lowest priority and in little memory.
 *
 * <p>Every ten seconds {@link org.mfsha.agent.archive.keeping.ArchiveDuty} looks what is due. {@code LiveKeeper} cuts a
 * segment of changes from what this node's mfsmaster works with, hot or serving: after some time, or when there are many.
 * Once a day it archives a whole metadata file: of a standby the one its image was made of, of a leader the one it saved
 * last. More bases are taken only where changes are missing, because any base and all changes after it lead to the same
 * state, and changes are small. {@code AsideSweeper} takes images that were set aside, and the journals of former
 * leaderships: what is history and not archived yet is archived, and what the archive has is deleted then. What is no
 * history (an image that differed, a failed takeover, another cluster's metadata) is kept as evidence, compressed.
 *
 * <p>{@code Retention} decides what goes when: by age, then by size; never the newest base and what follows it, never lost
 * changes before their age.
 *
 * <p>Changes are archived one look after they came at the earliest: a standby may hold the first changes of an epoch a
 * moment before it knows that they are of that epoch.
 */
package org.mfsha.agent.archive.keeping;
