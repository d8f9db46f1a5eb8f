/**
 * What a standby appends to its changelog just before it becomes the master, as pure logic.
 *
 * <p>{@code mfsmaster} takes its start time when its process starts, so a long-primed standby would
 * at once forget every session that is not connected yet, and would keep the chunks locked whose
 * writers never got their answer. And a master that lacks the last changes of a lost one would give
 * out numbers of chunks and inodes once more that clients know already. All are cured by ordinary
 * changelog lines: {@link org.mfsha.moosefs.takeover.TakeoverLines} follows every line of the
 * standby's history and says which lines to append. {@link org.mfsha.moosefs.takeover.LostChanges} puts changes that a dead
 * master made alone into words.
 *
 * <p>Facts are those of MooseFS 3.0.117: mfsmaster/restore.c, sessions.c, openfiles.c, chunks.c.
 */
package org.mfsha.moosefs.takeover;
