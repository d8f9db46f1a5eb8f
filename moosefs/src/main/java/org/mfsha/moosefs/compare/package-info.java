/**
 * Whether two metadata files of one version mean the same.
 *
 * <p>mfsmaster is deterministic: who loads an older base and applies the changelog up to version V has
 * what the serving master had at V. The two files are still not alike byte for byte. Records of a
 * section stand in the order of hash chains, which loading reverses (seen in OPEN; possible in every
 * section that is a hash table), and three fields change without a line in the changelog:
 *
 * <ul>
 *   <li>SESS, the time of disconnection: a client that comes back sets it to 0 (sessions.c,
 *       sessions_attach_session);
 *   <li>SESS, the counters of operations (sessions.c, sessions_inc_stats): statistics;
 *   <li>CHNK, the time until which a chunk is locked: replication sets and clears it (chunks.c,
 *       chunk_undergoal_replicate and chunk_got_replicate_status), and a time that is over is saved as 0.
 * </ul>
 *
 * <p>And one kind of record: a session that its client closed is not saved (sessions.c,
 * sessions_store), but the line that deletes it comes up to ten seconds later (sessions_check).
 *
 * <p>Everything else must be the same. {@link org.mfsha.moosefs.compare.BaseComparison} reads every
 * section of both files record by record, in constant memory: a sum of hashes does not depend on
 * the order. Only where sums differ are records kept, to say in words what differs.
 *
 * <p>Facts are those of MooseFS 3.0.117: the store functions of mfsmaster/sessions.c, storageclass.c,
 * filesystem.c, xattr.c, posixacl.c, openfiles.c, flocklocks.c, posixlocks.c, csdb.c, chunks.c.
 */
package org.mfsha.moosefs.compare;
