package org.mfsha.agent.replica;

import java.util.List;
import java.util.Optional;
import org.mfsha.agent.archive.keeping.Live;
import org.mfsha.agent.standby.Standby;
import org.mfsha.agent.takeover.Serving;
import org.mfsha.core.history.Position;
import org.mfsha.core.protocol.Report;

/** What this node has of the metadata. */
sealed interface Holding {
    /** No data that could be used. */
    record Nothing() implements Holding {}

    /** Files on disk, no process: a former leader's or standby's. */
    record OnDisk(DiskData data) implements Holding {}

    /** A primed standby. */
    record Hot(Standby standby) implements Holding {}

    /** The serving master. */
    record Led(Serving serving) implements Holding {}

    /** What a node says of this. */
    default Report report() {
        return switch (this) {
            case Nothing _ -> Report.EMPTY;
            case OnDisk(DiskData data) -> new Report(data.position(), data.metadataId(), false);
            case Hot(Standby standby) ->
                new Report(
                        standby.position(),
                        standby.image().metadataId(),
                        !standby.ended().isDone());
            case Led(Serving serving) -> new Report(serving.position(), serving.metadataId(), false);
        };
    }

    /** Changes that others may ask for. */
    default HeldChanges changes() {
        return switch (this) {
            case Nothing _ -> HeldChanges.NONE;
            case OnDisk(DiskData data) -> new HeldChanges(data.lineage(), false, data.readable());
            case Hot(Standby standby) -> new HeldChanges(standby.lineage(), false, List.of(standby.journal()));
            case Led(Serving serving) -> new HeldChanges(serving.lineage(), true, serving.journals());
        };
    }

    /** What can be archived of it: what mfsmaster works with. */
    default Optional<Live> live() {
        return switch (this) {
            case Hot(Standby standby) ->
                Optional.of(new Live(standby.image().directory(), standby.lineage(), List.of(standby.journal())));
            case Led(Serving serving) ->
                Optional.of(new Live(serving.directory(), serving.lineage(), serving.journals()));
            case Nothing _, OnDisk _ -> Optional.empty();
        };
    }

    /** The position, for words. */
    default Position position() {
        return report().position();
    }

    /** The serving master, if this is one. */
    default Optional<Serving> ifServing() {
        return this instanceof Led(Serving serving) ? Optional.of(serving) : Optional.empty();
    }

    /** The standby, if this is one. */
    default Optional<Standby> ifHot() {
        return this instanceof Hot(Standby standby) ? Optional.of(standby) : Optional.empty();
    }
}
