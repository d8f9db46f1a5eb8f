package org.mfsha.lab.chaos.fault;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.mfsha.lab.ProcessSelector;
import org.mfsha.lab.system.Await;

/**
 * The standby crashes and finds its files damaged.
 *
 * @param where from 0 to 1: how far into the damageable part of the file
 */
record DamagedImage(Damage damage, double where) implements Fault {
    private static final Duration END_LIMIT = Duration.ofSeconds(20);
    private static final int LOST_BLOCK_BYTES = 4096;

    /** What is wrong with them. All of it can be told from the file alone; MooseFS's files have no checksums. */
    enum Damage {
        /** The changelog ends in the middle of a line, long before its end. */
        TORN_CHANGELOG,
        /** The last block of the changelog was never written: zeros, as after a loss of power. */
        ZEROED_CHANGELOG,
        /** Something that is no change follows the last line. */
        GARBAGE_IN_CHANGELOG,
        /** The base ends early. */
        TRUNCATED_BASE;

        String words() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    @Override
    public String describe(Scene scene) {
        return scene.standby() + " crashes and finds damage: " + damage.words();
    }

    @Override
    public void begin(Scene scene) throws IOException, InterruptedException, TimeoutException {
        scene.lab().kill(scene.standby(), ProcessSelector.ALL);
        Await.until(
                "end of everything on " + scene.standby(),
                END_LIMIT,
                () -> scene.lab()
                        .processes(scene.standby(), ProcessSelector.ALL)
                        .isEmpty());
        Optional<Path> image = newest(scene.host(Role.STANDBY).var("mfsha").resolve("images"));
        if (image.isPresent()) {
            spoil(image.get());
        }
    }

    private void spoil(Path image) throws IOException {
        String name = damage == Damage.TRUNCATED_BASE ? "metadata.mfs.back" : "changelog.0.mfs";
        if (!Files.exists(image.resolve(name))) {
            return;
        }
        try (RandomAccessFile file = new RandomAccessFile(image.resolve(name).toFile(), "rw")) {
            long length = file.length();
            switch (damage) {
                case TORN_CHANGELOG, TRUNCATED_BASE -> file.setLength((long) (length * (0.5 + where / 2)));
                case ZEROED_CHANGELOG -> {
                    file.seek(Math.max(0, length - LOST_BLOCK_BYTES));
                    file.write(new byte[(int) Math.min(length, LOST_BLOCK_BYTES)]);
                }
                case GARBAGE_IN_CHANGELOG -> {
                    file.seek(length);
                    file.write("neither a change nor a line end".getBytes(StandardCharsets.US_ASCII));
                }
            }
        }
    }

    private static Optional<Path> newest(Path images) throws IOException {
        try (Stream<Path> all = Files.list(images)) {
            return all.filter(Files::isDirectory).max(Comparator.naturalOrder());
        }
    }

    @Override
    public void end(Scene scene) throws IOException, InterruptedException {
        scene.lab().start(scene.standby());
    }
}
