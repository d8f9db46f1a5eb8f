/**
 * The gate: it holds one process at the end of one file.
 *
 * <p>A standby's {@code mfsmaster -a} replays its changelog and opens its ports when a read meets the
 * end of the file. {@link org.mfsha.linux.gate.ReadGate} asks the kernel for permission events on that
 * file (fanotify(7), {@code FAN_ACCESS_PERM}) and answers the read at the end only when the file has
 * grown, or when the standby is promoted. It lets every read before the end through.
 *
 * <pre>
 * ReadGate: the door, used by many threads --> GateThread: reads events, answers --> Fanotify: the kernel
 *                                                        \--> ReadPosition: /proc/PID/fdinfo
 * </pre>
 *
 * <p>The answer is never late nor early by a race: a read that is let go because its position is before
 * the end finds at least that many bytes, for files only grow; and a file that grows after it was found
 * ended wakes the thread, which looks again.
 *
 * <p>What the writer of the file must obey: whole lines only; and nothing at all while the process has
 * not been held at the end, because it first probes the file's beginning and end, and a half-visible
 * line makes it skip the file ({@code changelog_findlastversion}, changelog.c 3.0.117). An empty file
 * is fine: the first probe itself is a read at the end and is held. Then the first append is followed
 * by a probe again: append nothing more until {@code awaitHeld} says so.
 */
package org.mfsha.linux.gate;
