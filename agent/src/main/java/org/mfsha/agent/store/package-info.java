/**
 * What a node keeps on disk: its ballot, its images of the metadata, and the lineage of each.
 *
 * <pre>
 * DATA_PATH/ballot              what this node promised and accepted; written before it answers
 * DATA_PATH/electorate          the rules it last voted under
 * DATA_PATH/session             number of this start
 * DATA_PATH/images/N/           one directory per standby image, never shared with an earlier leadership:
 *     metadata.mfs.back         a base
 *     changelog.0.mfs           every change since
 *     mfsha.lineage             the epochs these changes belong to
 * DATA_PATH/journals/           a leader's own copy of the changes its master makes, by epoch
 * DATA_PATH/archive/            what was set aside; nothing here is ever deleted by mfsha
 * </pre>
 *
 * <p>Every file of metadata is a plain file of MooseFS: without mfsha, {@code mfsmaster -a} in a copy of an image's
 * directory restores it.
 */
package org.mfsha.agent.store;
