package org.mfsha.lab.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mfsha.lab.Lab;
import org.mfsha.lab.LabSpec;
import org.mfsha.lab.ProcessSelector;
import org.mfsha.lab.RequiresLab;
import org.mfsha.lab.TestLabs;
import org.mfsha.lab.system.Await;

/** The applications on a real MooseFS without agents. */
@Tag("lab")
@RequiresLab
@Timeout(60)
class WorkloadLabTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    private Path home;

    private Lab lab;
    private Path metadataMount;
    private Path dataMount;

    @BeforeEach
    void makeLab() throws Exception {
        lab = Lab.up(LabSpec.named(TestLabs.freshName()).at(home).asBare().withHosts(1, 0, 2, 2));
        metadataMount = lab.mount("client1");
        dataMount = lab.mount("client2");
    }

    @AfterEach
    void removeLab() throws Exception {
        lab.close();
    }

    @Test
    void aFrozenMasterIsFeltAsAStallAndNothingElse() throws Exception {
        try (Workload workload = new Workload(metadataMount, dataMount, "x", 1)) {
            workload.awaitProgress(System.nanoTime(), 100, LIMIT);

            long frozen = System.nanoTime();
            lab.freeze("m1", ProcessSelector.MFSMASTER);
            TimeUnit.MILLISECONDS.sleep(1500); // the length of the fault
            lab.thaw("m1", ProcessSelector.MFSMASTER);
            workload.awaitProgress(System.nanoTime(), 50, LIMIT);

            Figures metadata = workload.metadataFigures(frozen, System.nanoTime());
            Figures data = workload.dataFigures(frozen, System.nanoTime());
            assertThat(metadata.stallNanos()).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(1300));
            assertThat(metadata.worstNanos()).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(1300));
            assertThat(metadata.errors()).isEmpty();
            assertThat(data.errors()).isEmpty();
            assertThat(workload.verify()).isEmpty();
        }
    }

    @Test
    void aFileRemovedBehindTheApplicationsBackIsReportedByName() throws Exception {
        try (Workload workload = new Workload(metadataMount, dataMount, "x", 1)) {
            // The first file of all is kept until a thousand more were made: it must not be waited for any longer.
            Path victim = metadataMount.resolve("metadata-x/t0/b0/r0");
            Await.until("the first file", LIMIT, () -> Files.exists(victim));
            Files.delete(victim);

            List<Missing> missing = workload.verify();

            assertThat(missing).singleElement().asString().contains("metadata-x/t0/b0/r0 is not there");
            assertThat(workload.verify()).as("reported once").isEmpty();
        }
    }

    @Test
    void aFileWhoseContentWasChangedIsReportedByName() throws Exception {
        try (Workload workload = new Workload(metadataMount, dataMount, "x", 1)) {
            workload.awaitProgress(System.nanoTime(), 50, LIMIT);
            Path victim = anyDataFile();
            Files.writeString(victim, "something else");

            List<Missing> missing = workload.verify();

            assertThat(missing)
                    .anySatisfy(lost -> assertThat(lost.toString())
                            .contains("data-x/" + victim.getFileName())
                            .contains("something else"));
        }
    }

    private Path anyDataFile() throws Exception {
        try (Stream<Path> files = Files.list(metadataMount.resolve("data-x"))) {
            return files.filter(file -> file.getFileName().toString().equals("s3"))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
