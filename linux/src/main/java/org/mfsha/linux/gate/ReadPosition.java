package org.mfsha.linux.gate;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.OptionalLong;

/** Where another process stands in a file, from {@code /proc/PID/fdinfo} (proc_pid_fdinfo(5)). */
final class ReadPosition {
    private final Object fileKey;

    /** For the file, by its device and inode: it may be renamed later. */
    ReadPosition(Path file) throws IOException {
        this.fileKey = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }

    /**
     * The position of the process in bytes; of several descriptors the farthest one, which errs on the
     * side of holding. Empty when the process is gone, or does not let us look.
     */
    OptionalLong of(long pid) {
        OptionalLong farthest = OptionalLong.empty();
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(Path.of("/proc/" + pid + "/fd"))) {
            for (Path descriptor : descriptors) {
                if (isTheFile(descriptor)) {
                    long position = position(pid, descriptor.getFileName());
                    farthest = OptionalLong.of(Math.max(position, farthest.orElse(0)));
                }
            }
            return farthest;
        } catch (IOException | DirectoryIteratorException e) {
            return OptionalLong.empty();
        }
    }

    private boolean isTheFile(Path descriptor) throws IOException {
        try {
            return fileKey.equals(
                    Files.readAttributes(descriptor, BasicFileAttributes.class).fileKey());
        } catch (NoSuchFileException e) {
            return false; // another thread of that process closed it
        }
    }

    private static long position(long pid, Path descriptor) throws IOException {
        for (String line :
                Files.readAllLines(Path.of("/proc/" + pid + "/fdinfo").resolve(descriptor))) {
            if (line.startsWith("pos:")) {
                return Long.parseLong(line.substring("pos:".length()).trim());
            }
        }
        throw new IOException("no position in fdinfo of " + pid);
    }
}
