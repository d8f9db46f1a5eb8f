/**
 * An application that remembers what it was promised.
 *
 * <p>{@link org.mfsha.lab.load.MetadataLoad} and {@link org.mfsha.lab.load.DataLoad} work on mount points as any
 * application would. Whatever the file system acknowledged goes into a {@link org.mfsha.lab.load.Ledger}, with the
 * monotonic times of its begin and end. From that follow the figures (stall, longest operation, errors) and what must
 * be there now; {@link org.mfsha.lab.load.Verification} compares the latter with what another mount shows.
 *
 * <p>Repeated operations: when the master dies after it executed a request and before its answer arrived, mfsmount asks
 * the next master again (mfsclient/mastercomm.c, 3.0.117). An operation that works only once then reports EEXIST or
 * ENOENT although it succeeded. The loads use names of their own, so they can tell: if the effect is there and the
 * operation was long enough to have met a takeover, it counts as {@code repeated}; otherwise it is an error or a loss.
 */
package org.mfsha.lab.load;
