package org.mfsha.core.election;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.mfsha.core.NodeId;
import org.mfsha.core.history.EpochRecord;
import org.mfsha.core.history.Lineage;
import org.mfsha.core.history.Position;
import org.mfsha.core.protocol.Handback;
import org.mfsha.core.protocol.Message.Promise;
import org.mfsha.core.protocol.Report;

/**
 * Whether a bidder's data is good enough to lead with: not behind anybody it can reach (S4), of the same metadata, and
 * not missing an epoch that may have served.
 */
public final class CatchUp {
    /** What a bidder must do about its data. */
    public sealed interface Verdict {
        /** Nothing is missing. */
        record Ready() implements Verdict {}

        /** Changes are missing, and a peer has them. */
        record Fetch(NodeId from, Position upTo) implements Verdict {}

        /** This node must not lead. */
        record Hopeless(String why) implements Verdict {}
    }

    private record Holder(NodeId node, Position position) {}

    private final Report self;
    private final SortedMap<NodeId, Promise> promises;
    private final SortedMap<NodeId, Report> reports;
    private final List<Handback> handbacks;
    private final Lineage history;

    /**
     * A judgement of what is known now.
     *
     * @param self the bidder's own data
     * @param promises every promise, the bidder's own included
     * @param reports what peers said lately of their data, promise or not
     * @param heard the latest handback that the bidder itself heard of
     */
    public CatchUp(Report self, Map<NodeId, Promise> promises, Map<NodeId, Report> reports, Optional<Handback> heard) {
        this.self = self;
        this.promises = new TreeMap<>(promises);
        this.reports = new TreeMap<>(reports);
        this.handbacks = Stream.concat(
                        heard.stream(), this.promises.values().stream().flatMap(promise -> promise.handback().stream()))
                .distinct()
                .toList();
        this.history = lastThatMayHaveServed();
    }

    /**
     * What the bidder must do.
     *
     * @param lostHolders nodes that handed back, then could not be reached: their last changes are given up
     */
    public Verdict verdict(List<NodeId> lostHolders) {
        Optional<NodeId> stranger = foreignMetadata();
        if (stranger.isPresent()) {
            return new Verdict.Hopeless("node " + stranger.get()
                    + " holds other metadata (its id differs): one of the two nodes belongs to another cluster");
        }
        Position own = located(self.position());
        List<Holder> holders = holders(lostHolders);
        Optional<Holder> best = holders.stream().max(Comparator.comparing(holder -> lifted(holder.position())));
        if (best.isPresent() && lifted(own).isBehind(lifted(best.get().position()))) {
            return behind(own, best.get());
        }
        if (own.epoch() > history.epoch()) {
            return new Verdict.Hopeless("this node's data is of epoch " + own.epoch() + ", which never became history");
        }
        if (own.epoch() < history.epoch()) {
            return withoutLatestEpoch(own, holders);
        }
        Position needed = leaderHad();
        if (lifted(own).isBehind(needed)) {
            return new Verdict.Hopeless("the lost leader had changes up to version " + needed.version()
                    + " long before it was lost, this node has them up to " + own.version()
                    + ": bring back a node that has them");
        }
        return new Verdict.Ready();
    }

    /** The bidder's lineage with a new epoch added. */
    public Lineage lineageWith(EpochRecord next) {
        Position own = located(self.position());
        return lineages()
                .map(lineage -> lineage.upTo(own.epoch()))
                .max(Comparator.comparingInt(lineage -> lineage.records().size()))
                .orElse(Lineage.EMPTY)
                .followedBy(next);
    }

    private Verdict behind(Position own, Holder best) {
        if (history.relationOf(own) instanceof Lineage.Relation.DivergesAt(long version)) {
            return diverged(version);
        }
        // The changes of a holder that never followed the latest epoch do not make this node a follower of it.
        var upTo = new Position(
                Math.max(own.epoch(), best.position().epoch()), best.position().version());
        if (own.epoch() == upTo.epoch()) {
            return new Verdict.Fetch(best.node(), upTo);
        }
        Lineage theirs = lineages()
                .filter(lineage -> lineage.contains(upTo.epoch()))
                .findFirst()
                .orElse(Lineage.EMPTY);
        return switch (theirs.relationOf(own)) {
            case Lineage.Relation.Prefix _ -> new Verdict.Fetch(best.node(), upTo);
            case Lineage.Relation.DivergesAt(long version) -> diverged(version);
            case Lineage.Relation.Unrelated _ ->
                new Verdict.Hopeless("node " + best.node() + " holds a history that this node does not share");
        };
    }

    private static Verdict diverged(long version) {
        return new Verdict.Hopeless("this node's changes from version " + version + " on never became history");
    }

    /** Nobody has more changes, but this node never followed the latest epoch: does somebody who did vouch for it? */
    private Verdict withoutLatestEpoch(Position own, List<Holder> holders) {
        Optional<Holder> witness = holders.stream()
                .filter(holder -> holder.position().epoch() == history.epoch())
                .filter(_ -> history.relationOf(own) instanceof Lineage.Relation.Prefix)
                .findFirst();
        if (witness.isPresent()) {
            return new Verdict.Fetch(witness.get().node(), witness.get().position());
        }
        EpochRecord record = history.last().orElseThrow();
        return new Verdict.Hopeless("the changes of epoch " + record.epoch() + " are on node " + record.leader()
                + ", which cannot be reached");
    }

    private List<Holder> holders(List<NodeId> lostHolders) {
        var holders = new ArrayList<Holder>();
        promises.forEach((node, promise) ->
                holders.add(new Holder(node, located(promise.report().position()))));
        Stream<Holder> silent = reports.entrySet().stream()
                .filter(entry -> entry.getValue().metadataId() == self.metadataId())
                .map(entry ->
                        new Holder(entry.getKey(), located(entry.getValue().position())));
        Stream<Holder> former =
                handbacks.stream().map(handback -> new Holder(handback.holder(), located(handback.end())));
        Stream.concat(silent, former)
                .filter(holder -> lifted(holder.position()).epoch() == history.epoch())
                .filter(holder -> !lostHolders.contains(holder.node()))
                .forEach(holders::add);
        return holders;
    }

    /**
     * Where data really stands: under the latest number of its log, and in the epoch before if its number is that of an
     * epoch that never served.
     */
    private Position located(Position position) {
        Position real = lineages()
                .filter(lineage -> lineage.contains(position.epoch()))
                .map(this::withoutVoidEnd)
                .filter(shorter -> !shorter.contains(position.epoch()))
                .findFirst()
                .map(shorter -> new Position(shorter.epoch(), position.version()))
                .orElse(position);
        return history.normalise(real);
    }

    /** The least that a successor must have: what any voter remembers of the lost leader. */
    private Position leaderHad() {
        return promises.values().stream()
                .map(promise -> lifted(located(promise.leaderHad())))
                .filter(position -> position.epoch() <= history.epoch())
                .max(Comparator.naturalOrder())
                .orElse(Position.NONE);
    }

    /** What is a prefix of the history is comparable with whoever has the latest epoch: by version alone. */
    private Position lifted(Position located) {
        return history.relationOf(located) instanceof Lineage.Relation.Prefix
                ? new Position(history.epoch(), located.version())
                : located;
    }

    private Optional<NodeId> foreignMetadata() {
        return promises.entrySet().stream()
                .filter(entry -> entry.getValue().report().metadataId() != 0
                        && entry.getValue().report().metadataId() != self.metadataId())
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private Stream<Lineage> lineages() {
        return promises.values().stream().map(Promise::accepted);
    }

    /** The history up to the latest accepted epoch that may have served. */
    private Lineage lastThatMayHaveServed() {
        return lineages()
                .map(this::withoutVoidEnd)
                .max(Comparator.comparingLong(Lineage::epoch))
                .orElse(Lineage.EMPTY);
    }

    private Lineage withoutVoidEnd(Lineage lineage) {
        Lineage shorter = lineage;
        while (neverServedLast(shorter)) {
            shorter = shorter.withoutLast();
        }
        return shorter;
    }

    /**
     * An accepted epoch never served if its leader handed it back void, or if that leader, asked now, still has the data
     * it was elected with and none of it is of that epoch: it takes an epoch's number before it opens the gate.
     */
    private boolean neverServedLast(Lineage lineage) {
        return lineage.last().filter(record -> neverServed(lineage, record)).isPresent();
    }

    private boolean neverServed(Lineage lineage, EpochRecord record) {
        boolean handedBackVoid = handbacks.stream()
                .anyMatch(handback -> handback.end().epoch() < record.epoch() && record.epoch() <= handback.epoch());
        boolean leaderSaysSo = Optional.ofNullable(promises.get(record.leader()))
                .map(Promise::report)
                .filter(report -> report.metadataId() != 0)
                .map(report -> lineage.normalise(report.position()))
                .filter(position -> position.epoch() < record.epoch())
                .filter(position -> belongsBefore(lineage, position))
                .filter(position -> position.version() >= lineage.firstVersionOf(record.epoch()))
                .isPresent();
        return handedBackVoid || leaderSaysSo;
    }

    /** Data of another history, or of none, says nothing of this one; only the very first log follows none. */
    private static boolean belongsBefore(Lineage lineage, Position position) {
        return position.epoch() == 0 ? lineage.isFirstLog() : lineage.contains(position.epoch());
    }
}
