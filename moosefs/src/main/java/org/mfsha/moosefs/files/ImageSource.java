package org.mfsha.moosefs.files;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What an image can be made of: a base and changelogs.
 *
 * @param base the newest complete base
 * @param changelogs files with lines, in any order, overlaps allowed
 * @param ignored files that look like metadata but cannot be used, with the reason
 */
public record ImageSource(BaseFile base, List<Path> changelogs, List<String> ignored) {
    /** The names that {@code mfsmaster -a} takes (changelog.c, changelog_checkname). */
    private static final Pattern CHANGELOG = Pattern.compile("changelog(_ml|_ml_back)?\\.[0-9]+\\.mfs");

    private static final Pattern BASE = Pattern.compile("metadata.+"); // metadata.c, meta_loadall

    /** Keeps its own copies of the lists. */
    public ImageSource {
        changelogs = List.copyOf(changelogs);
        ignored = List.copyOf(ignored);
    }

    /**
     * Looks through the data directory of a master or a metalogger, or a download; changes nothing.
     *
     * @throws MetadataException when there is no complete base, or bases of different installations
     */
    public static ImageSource scan(Path directory) throws IOException {
        List<BaseFile> bases = new ArrayList<>();
        List<Path> changelogs = new ArrayList<>();
        List<String> ignored = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, Files::isRegularFile)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (CHANGELOG.matcher(name).matches()) {
                    changelogs.add(file);
                } else if (BASE.matcher(name).matches()) {
                    try {
                        bases.add(BaseFile.open(file));
                    } catch (MetadataException e) {
                        ignored.add(e.getMessage());
                    }
                }
            }
        }
        changelogs.sort(Comparator.naturalOrder());
        ignored.sort(Comparator.naturalOrder());
        return new ImageSource(newest(directory, bases, ignored), changelogs, ignored);
    }

    /** The same source with more changelogs, a {@link Journal}'s file for example. */
    public ImageSource plus(Path changelog) {
        List<Path> more = new ArrayList<>(changelogs);
        more.add(changelog);
        return new ImageSource(base, more, ignored);
    }

    private static BaseFile newest(Path directory, List<BaseFile> bases, List<String> ignored)
            throws MetadataException {
        List<Long> ids = bases.stream()
                .map(BaseFile::metadataId)
                .filter(id -> id != 0)
                .distinct()
                .toList();
        if (ids.size() > 1) {
            throw new MetadataException(directory + ": metadata of different installations, ids "
                    + ids.stream().map(Long::toHexString).toList());
        }
        return bases.stream()
                .max(Comparator.comparingLong(BaseFile::version))
                .orElseThrow(() -> new MetadataException(
                        directory + ": no complete metadata file" + (ignored.isEmpty() ? "" : "; " + ignored)));
    }
}
