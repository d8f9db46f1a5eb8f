package org.mfsha.lab.chaos.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.mfsha.lab.LabException;
import org.mfsha.lab.system.Commands;

/** Not a byte is free where the agent and its mfsmaster write. What ended of it is started again afterwards. */
record DiskFull(Role role) implements Fault {
    private static final String FILLERS = "filler";

    /** What somebody may have removed since the disk was full. */
    private static final long FREE_BYTES_AT_MOST = 1 << 20;

    @Override
    public String describe(Scene scene) throws IOException {
        return "the disk under agent and mfsmaster of " + scene.name(role) + " is full";
    }

    @Override
    public void begin(Scene scene) throws IOException, InterruptedException {
        Path disk = scene.host(role).var("mfsha");
        String script = "fallocate -l $(( $(df --output=avail -B1 . | tail -n 1) )) " + FILLERS
                + "1; dd if=/dev/zero of=" + FILLERS + "2 bs=64k; dd if=/dev/zero of=" + FILLERS + "3 bs=1k; true";
        Commands.run(List.of("sh", "-c", "cd '" + disk + "' && { " + script + "; } 2>/dev/null"));
        long free = Files.getFileStore(disk).getUsableSpace();
        if (free > FREE_BYTES_AT_MOST) {
            throw new LabException(disk + " still has " + free + " free bytes");
        }
    }

    @Override
    public void end(Scene scene) throws IOException, InterruptedException {
        for (int filler = 1; filler <= 3; filler++) {
            Files.deleteIfExists(scene.host(role).var("mfsha").resolve(FILLERS + filler));
        }
        scene.lab().start(scene.name(role));
    }
}
