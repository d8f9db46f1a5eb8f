package org.mfsha.agent.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mfsha.agent.archive.Pasts.ID;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mfsha.core.NodeId;
import org.mfsha.core.history.EpochRecord;
import org.mfsha.core.history.Lineage;

class CatalogueTest {
    /** Epoch 2 went on from version 100 of epoch 1, epoch 3 from version 200 of epoch 2. */
    private static final Lineage THREE = Pasts.lineage(1, 100, 200);

    @Test
    void changesOfSeveralEpochsFollowEachOther() {
        var catalogue =
                new Catalogue(List.of(base(1, 10), changes(1, 10, 100), changes(2, 100, 200), changes(3, 200, 250)));

        assertThat(ranges(catalogue, branch(3))).containsExactly("10-250");
        assertThat(sources(catalogue, branch(3), 10, 230)).containsExactly("1:10-100", "2:100-200", "3:200-230");
    }

    @Test
    void whatALostLeaderMadeAloneIsNeverPartOfWhatCameAfterIt() {
        // The leader of epoch 1 went on to 130, which nobody took over: epoch 2 has other changes from 100 on.
        var catalogue = new Catalogue(List.of(base(1, 10), changes(1, 10, 130), changes(2, 100, 200)));

        assertThat(sources(catalogue, branch(2), 10, 200)).containsExactly("1:10-100", "2:100-200");
        assertThat(sources(catalogue, branch(1), 10, 130)).containsExactly("1:10-130");
        assertThat(catalogue.besides(branch(2))).extracting(Branch::epoch).containsExactly(1L);
    }

    @Test
    void aBaseThatALostLeaderSavedTooLateIsNotUsed() {
        var catalogue = new Catalogue(List.of(base(1, 10), base(1, 120), changes(1, 10, 130), changes(2, 100, 200)));

        assertThat(ranges(catalogue, branch(2))).containsExactly("10-200");
        assertThat(ranges(catalogue, branch(1))).containsExactly("10-130", "120-130");
    }

    @Test
    void aGapIsNeverBridged() {
        var catalogue = new Catalogue(List.of(base(1, 10), changes(1, 10, 50), changes(1, 51, 90), base(1, 80)));

        assertThat(ranges(catalogue, branch(1))).containsExactly("10-50", "80-90");
        assertThat(catalogue.restores(branch(1), 50)).isTrue();
        assertThat(catalogue.restores(branch(1), 51)).isFalse();
        assertThat(catalogue.restores(branch(1), 80)).isTrue();
    }

    @Test
    void overlappingFilesAreNoObstacle() {
        var catalogue = new Catalogue(
                List.of(base(1, 10), changes(1, 10, 40), changes(1, 20, 30), changes(1, 25, 60), changes(1, 60, 61)));

        assertThat(ranges(catalogue, branch(1))).containsExactly("10-61");
    }

    @Test
    void anotherClustersMetadataIsAnotherHistory() {
        var foreign = new Piece.Base(new Provenance(99, THREE.upTo(1)), 40, 1, new PlainFile(Path.of("foreign")));
        var catalogue = new Catalogue(List.of(base(1, 10), changes(1, 10, 90), foreign));

        assertThat(ranges(catalogue, branch(1))).containsExactly("10-90");
    }

    @Test
    void aLeaderThatWasOnlyRenumberedGoesOnWithItsLog() {
        Lineage renumbered = new Lineage(List.of(
                Pasts.epoch(1, 1),
                new EpochRecord(2, new NodeId("m1"), EpochRecord.SAME_LOG, EpochRecord.Reason.RENUMBERED),
                Pasts.epoch(3, 100)));

        assertThat(Provenance.of(ID, renumbered, 99).epoch()).isEqualTo(1);
        assertThat(Provenance.of(ID, renumbered, 100).epoch()).isEqualTo(3);
        var catalogue = new Catalogue(List.of(
                base(1, 10),
                some(Provenance.of(ID, renumbered, 10), 10, 120),
                some(Provenance.of(ID, renumbered, 100), 100, 150)));
        assertThat(sources(catalogue, new Branch(ID, renumbered), 10, 150)).containsExactly("1:10-100", "3:100-150");
    }

    @Test
    void anEpochThatServedNothingLeavesNothingOut() {
        Lineage lineage = Pasts.lineage(1, 100, 100);

        assertThat(Provenance.of(ID, lineage, 100).epoch()).isEqualTo(3);
        var catalogue = new Catalogue(
                List.of(base(1, 10), changes(1, 10, 100), some(Provenance.of(ID, lineage, 100), 100, 150)));
        assertThat(ranges(catalogue, new Branch(ID, lineage))).containsExactly("10-150");
    }

    @Test
    void aLineageThatForgotItsBeginningIsContinuedByAnOlderOne() {
        Lineage tail = new Lineage(THREE.records().subList(1, 3));
        var catalogue = new Catalogue(List.of(
                base(1, 10), changes(1, 10, 100), changes(2, 100, 200), some(new Provenance(ID, tail), 200, 250)));

        Branch newest = catalogue.newest().orElseThrow();

        assertThat(newest.lineage()).isEqualTo(THREE);
        assertThat(ranges(catalogue, newest)).containsExactly("10-250");
    }

    private static Branch branch(long epoch) {
        return new Branch(ID, THREE.upTo(epoch));
    }

    private static Piece.Base base(long epoch, long version) {
        return new Piece.Base(
                new Provenance(ID, THREE.upTo(epoch)), version, Pasts.START + version, new PlainFile(Path.of("base")));
    }

    private static Piece.Changes changes(long epoch, long first, long next) {
        return some(new Provenance(ID, THREE.upTo(epoch)), first, next);
    }

    private static Piece.Changes some(Provenance provenance, long first, long next) {
        var file = new PlainFile(Path.of("changes"));
        return new Piece.Changes(provenance, first, next, Pasts.START + first, Pasts.START + next - 1, file);
    }

    private static List<String> ranges(Catalogue catalogue, Branch branch) {
        return catalogue.ranges(branch).stream()
                .map(range -> range.base().version() + "-" + range.last())
                .toList();
    }

    private static List<String> sources(Catalogue catalogue, Branch branch, long from, long until) {
        return catalogue.slices(branch, from, until).stream()
                .map(slice -> slice.changes().provenance().epoch() + ":" + slice.from() + "-" + slice.until())
                .toList();
    }
}
