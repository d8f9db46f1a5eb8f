package org.mfsha.agent.archive.keeping;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mfsha.agent.archive.ArchiveDirectory;
import org.mfsha.agent.archive.Pasts;
import org.mfsha.agent.config.ArchiveConfig;
import org.mfsha.agent.store.ImageStore;
import org.mfsha.agent.store.Ownership;
import org.mfsha.core.history.Lineage;
import org.mfsha.moosefs.files.Journal;

class ArchiveDutyTest {
    private static final Lineage LINEAGE = Pasts.lineage(1);

    @TempDir
    private Path root;

    private final List<Long> dropped = new ArrayList<>();
    private final TurnableClock clock = new TurnableClock();
    private Optional<Live> live = Optional.empty();
    private ImageStore store;
    private Journal journal;
    private ArchiveDuty duty;

    @BeforeEach
    void begin() throws IOException {
        store = new ImageStore(root, Ownership.of("daemon", "daemon"));
        Path image = Pasts.image(store.freshImageDirectory(), LINEAGE, 10, 60);
        journal = Journal.open(image.resolve("changelog.0.mfs"), 10);
        live = Optional.of(new Live(image, LINEAGE, List.of(journal)));
        var charge = new ArchiveDuty.Charge() {
            @Override
            public Optional<Live> live() {
                return live;
            }

            @Override
            public void dropChangesBefore(long version) {
                dropped.add(version);
            }
        };
        duty = new ArchiveDuty(charge, store, new ArchiveConfig(30, 1L << 30, 24, 60), clock);
    }

    @AfterEach
    void end() throws IOException {
        duty.close();
        journal.close();
    }

    @Test
    void whatIsInUseIsArchivedWhatWasSetAsideIsTakenApartAndTheLeadersCopyGoesThen() throws IOException {
        Path aside = store.archive(Pasts.image(store.freshImageDirectory(), LINEAGE, 10, 30), "replaced");

        duty.look();
        duty.look();

        assertThat(duty.problems()).isEmpty();
        assertThat(aside).doesNotExist();
        assertThat(versions()).as("what was set aside").isEqualTo("10 to 30");
        clock.turn(Duration.ofMinutes(61));
        duty.look();
        assertThat(versions()).isEqualTo("10 to 60");
        assertThat(dropped.getLast()).isEqualTo(10);
    }

    @Test
    void whileThisNodeHasNothingNothingIsTouched() throws IOException {
        live = Optional.empty();
        Path aside = store.archive(Pasts.image(store.freshImageDirectory(), LINEAGE, 10, 30), "replaced");

        duty.look();

        assertThat(aside).isDirectory();
        assertThat(dropped).isEmpty();
    }

    @Test
    void aFailureIsToldUntilItIsMended() throws IOException {
        duty.look();
        Path inTheWay = Files.createFile(store.archiveDirectory().resolve("epoch-000001"));

        duty.look();
        assertThat(duty.problems()).singleElement().asString().contains("cannot be kept");

        Files.delete(inTheWay);
        duty.look();

        assertThat(duty.problems()).isEmpty();
        assertThat(versions()).isEqualTo("10 to 60");
    }

    @Test
    void whatSomebodyDeletedIsArchivedAnewAsFarAsItIsStillThere() throws IOException {
        duty.look();
        duty.look();
        EvidenceFiles.delete(store.archiveDirectory().resolve("epoch-000001"));

        duty.look();
        duty.look();

        assertThat(versions()).isEqualTo("10 to 60");
    }

    private String versions() throws IOException {
        var catalogue = ArchiveDirectory.open(store.archiveDirectory()).catalogue();
        var range = catalogue.ranges(catalogue.newest().orElseThrow()).getFirst();
        return range.base().version() + " to " + range.last();
    }
}
