/**
 * MooseFS's metadata as files: the base, the changelogs, and clean directories made of both.
 *
 * <p>A {@link org.mfsha.moosefs.files.BaseFile} is a whole metadata image of one version; a changelog
 * is text, one {@link org.mfsha.moosefs.files.LogLine} a change, numbered without a hole. A {@link
 * org.mfsha.moosefs.files.Journal} is a changelog that we write ourselves, whole lines only. {@link
 * org.mfsha.moosefs.files.ImageAssembler} makes from any directory that a master or a metalogger left
 * behind a clean one with exactly {@code metadata.mfs.back} and {@code changelog.0.mfs}, which {@code
 * mfsmaster -a} restores; it never touches its sources.
 *
 * <p>A brand-new installation has no base yet, only the 8 bytes {@code MFSM NEW}. An unmodified {@code
 * mfsmaster} makes one: put a file {@code metadata.mfs} with these 8 bytes (the package's {@code
 * metadata.mfs.empty}) into an empty directory, start {@code mfsmaster -f -a} on it with its three
 * {@code *_LISTEN_HOST} set to 127.0.0.1 and free ports, wait until it answers on the client port,
 * and end it with SIGTERM: it leaves a complete {@code metadata.mfs} of version 2 with the new
 * installation's id (metadata.c, meta_check_id), beside {@code metadata.mfs.back.1} (the 8 bytes) and
 * {@code changelog.1.mfs}. {@link org.mfsha.moosefs.files.ImageAssembler} turns that into an image.
 *
 * <p>An image without lines: {@code mfsmaster -a} opens every changelog three times, in the order of
 * the directory. Twice as a probe, with {@code open}: one read of 50 bytes at 0, which must begin with
 * digits and a colon; then reads of up to 32 KiB from the end, for the number of the last line. A file
 * whose last number is below the base's version is skipped, an empty one too, and the master goes
 * live at once. Last with {@code fopen}: the first line is read before any other file's, the rest
 * line by line (metadata.c, meta_loadall; changelog.c, changelog_findfirstversion and
 * changelog_findlastversion; merger.c, merger_start). A placeholder line with the base's version
 * passes the probe but must be gone before the third opening is read: mfsmaster takes a second line
 * of the same number for garbage, stops reading the file there without an error and goes live.
 *
 * <p>Nothing here loads a file into memory: bases and changelogs may have many gigabytes. Facts are
 * those of MooseFS 3.0.117: mfsmaster/metadata.c, changelog.c, merger.c, restore.c.
 */
package org.mfsha.moosefs.files;
