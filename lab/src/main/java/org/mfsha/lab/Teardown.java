package org.mfsha.lab;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import org.mfsha.lab.system.Mounts;
import org.mfsha.lab.system.NetworkNamespace;

/**
 * Removes a lab, whole or half: it looks for what is there instead of believing lab.json. Order matters: mounts are
 * detached before their servers die, and no file is deleted while anything is mounted below the lab's directory.
 */
final class Teardown {
    private final Path directory;
    private final String lab;

    Teardown(Path home, String lab) throws LabException {
        this.lab = LabNames.checked(lab);
        this.directory = home.resolve(lab);
    }

    /** Removes everything of this lab; nothing there is no error. */
    void run() throws IOException, InterruptedException {
        List<NetworkNamespace> namespaces = NetworkNamespace.startingWith(LabNames.namespacePrefix(lab));
        for (Path mount : Mounts.under(directory)) {
            Mounts.detach(mount);
        }
        for (NetworkNamespace namespace : namespaces) {
            namespace.killAll();
        }
        for (NetworkNamespace namespace : namespaces) {
            namespace.delete();
        }
        deleteTree(LabNames.runDirectory(lab));
        if (!Mounts.under(directory).isEmpty()) {
            throw new LabException("still mounted, so nothing is deleted: " + Mounts.under(directory));
        }
        deleteTree(directory);
    }

    private static void deleteTree(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException problem) throws IOException {
                Files.deleteIfExists(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
