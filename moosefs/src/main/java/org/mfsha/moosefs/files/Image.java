package org.mfsha.moosefs.files;

import java.nio.file.Path;
import java.util.List;

/**
 * A clean directory that {@code mfsmaster -a} restores.
 *
 * @param directory holds exactly {@code metadata.mfs.back} and {@code changelog.0.mfs}
 * @param baseVersion of the base: the first change to apply
 * @param nextVersion the version after the last line; equal to {@code baseVersion} when there is no
 *     line
 * @param metadataId of the installation
 * @param torn files whose last line was half and left out
 */
public record Image(Path directory, long baseVersion, long nextVersion, long metadataId, List<Path> torn) {
    /** Name of the base in an image. */
    public static final String BASE_NAME = "metadata.mfs.back";

    /** Name of the changelog in an image; a promoted master goes on appending to it. */
    public static final String CHANGELOG_NAME = "changelog.0.mfs";

    /** Keeps its own copy of the list. */
    public Image {
        torn = List.copyOf(torn);
    }

    /** The changelog. */
    public Path changelog() {
        return directory.resolve(CHANGELOG_NAME);
    }

    /** The base. */
    public Path base() {
        return directory.resolve(BASE_NAME);
    }
}
