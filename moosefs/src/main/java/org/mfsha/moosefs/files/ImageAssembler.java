package org.mfsha.moosefs.files;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Makes a clean {@link Image} from an {@link ImageSource}.
 *
 * <p>The base is linked, or copied when the target is on another file system; the lines are merged
 * and copied. Both are on stable storage when the image is returned. A failure leaves the target
 * directory behind without a base, so nothing can be restored from it by mistake.
 */
public final class ImageAssembler {
    private static final int BUFFER_BYTES = 128 * 1024;

    private ImageAssembler() {}

    /**
     * Assembles into {@code target}, which must not exist or be empty.
     *
     * @param untilVersion the first version to leave out; every version before it must be there
     * @throws GapException when versions are missing
     * @throws DivergedException when two files hold different changes under one version
     * @throws MetadataException when a file is malformed or the lines end before {@code untilVersion}
     */
    public static Image assemble(ImageSource source, Path target, OptionalLong untilVersion) throws IOException {
        BaseFile base = source.base();
        if (untilVersion.isPresent() && untilVersion.getAsLong() < base.version()) {
            throw new MetadataException(base.path() + ": its version " + base.version()
                    + " is already past the wanted end " + untilVersion.getAsLong());
        }
        prepare(target);
        long nextVersion;
        List<Path> torn;
        try (LineMerger merger = LineMerger.open(source.changelogs(), base.version())) {
            write(merger, target.resolve(Image.CHANGELOG_NAME), untilVersion.orElse(Long.MAX_VALUE));
            nextVersion = merger.nextVersion();
            torn = merger.torn();
        }
        long end = Math.min(nextVersion, untilVersion.orElse(Long.MAX_VALUE));
        if (untilVersion.isPresent() && end < untilVersion.getAsLong()) {
            throw new MetadataException(base.path().getParent() + ": lines end before version " + end
                    + ", wanted is the state before " + untilVersion.getAsLong());
        }
        takeBase(base.path(), target.resolve(Image.BASE_NAME));
        force(target);
        return new Image(target, base.version(), end, base.metadataId(), torn);
    }

    private static void prepare(Path target) throws IOException {
        Files.createDirectories(target);
        try (Stream<Path> entries = Files.list(target)) {
            if (entries.findAny().isPresent()) {
                throw new MetadataException(target + ": not empty; an image needs a directory of its own");
            }
        }
    }

    private static void write(LineMerger merger, Path file, long untilVersion) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES)) {
            while (merger.nextVersion() < untilVersion) {
                Optional<LogLine> line = merger.next();
                if (line.isEmpty()) {
                    break;
                }
                out.write(line.get().bytes());
            }
            out.flush();
            channel.force(true);
        }
    }

    private static void takeBase(Path base, Path target) throws IOException {
        try {
            Files.createLink(target, base);
        } catch (FileSystemException | UnsupportedOperationException _) {
            Files.copy(base, target); // another file system, or one without links
            force(target);
        }
    }

    private static void force(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
