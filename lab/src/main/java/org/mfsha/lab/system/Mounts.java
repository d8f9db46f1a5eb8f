package org.mfsha.lab.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The mount points this process sees ({@code /proc/self/mountinfo}, proc(5)). */
public final class Mounts {
    private static final int MOUNT_POINT_FIELD = 4;

    private Mounts() {}

    /** Every mount point that is this directory or lies below it. Never touches the mounted file systems. */
    public static List<Path> under(Path directory) throws IOException {
        List<Path> found = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("/proc/self/mountinfo"))) {
            Path point = Path.of(unescaped(line.split(" ", -1)[MOUNT_POINT_FIELD]));
            if (point.startsWith(directory)) {
                found.add(point);
            }
        }
        return found;
    }

    /** Whether something is mounted exactly here. */
    public static boolean isMountPoint(Path directory) throws IOException {
        return under(directory).contains(directory);
    }

    /** Detaches a mount even when it is busy or its server is dead; a mount that is gone is no error. */
    public static void detach(Path mountPoint) throws IOException, InterruptedException {
        Commands.Result result = Commands.attempt(List.of("umount", "--lazy", mountPoint.toString()));
        if (result.exit() != 0 && isMountPoint(mountPoint)) {
            throw new IOException("cannot unmount " + mountPoint + ": " + result.output());
        }
    }

    private static String unescaped(String field) {
        return field.replace("\\040", " ")
                .replace("\\011", "\t")
                .replace("\\012", "\n")
                .replace("\\134", "\\");
    }
}
