/**
 * The past of the metadata: files that any earlier version can be restored from.
 *
 * <pre>
 * DATA_PATH/archive/epoch-NNNNNN/base-VERSION.zst      a whole metadata file
 * DATA_PATH/archive/epoch-NNNNNN/changes-VERSION.zst   changes from that version on, as in a changelog
 * DATA_PATH/archive/epoch-NNNNNN/NAME.label            what the file is, whose history, its checksum; written last
 * DATA_PATH/archive/WHAT-WHEN-WHY/                     evidence, each file compressed
 * </pre>
 *
 * <p><b>Whose history.</b> A change is named by its version and the epoch that made it ({@link
 * org.mfsha.agent.archive.Provenance}). Versions alone would not do: two masters that went separate ways make different
 * changes with the same numbers. A {@link org.mfsha.agent.archive.Branch} is one line of epochs; of an epoch it has the
 * changes that its successor went on from, and no others. So what a lost leader made alone is in the archive under the
 * epoch of that leader, reachable by asking for this epoch, and never part of anything else.
 *
 * <p><b>What there is</b> is a {@link org.mfsha.agent.archive.Catalogue} of {@link org.mfsha.agent.archive.Piece pieces},
 * which may be archived files ({@link org.mfsha.agent.archive.Item}, {@link org.mfsha.agent.archive.SealedFile}) or files
 * in use ({@link org.mfsha.agent.archive.Material}). It knows no files and answers what leads where.
 *
 * <p>{@code keeping} fills the archive and empties it again, beside the daemon's work. {@code recovery} goes back.
 */
package org.mfsha.agent.archive;
