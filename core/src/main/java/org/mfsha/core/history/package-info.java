/**
 * Which history is whose.
 *
 * <p>Every leadership has an epoch. A change of the metadata is named by the epoch of the leader that made it and its
 * metadata version. Epochs that follow on each other form a {@link org.mfsha.core.history.Lineage}; it tells whether a
 * node's data is a prefix of the leader's or has gone its own way.
 */
package org.mfsha.core.history;
