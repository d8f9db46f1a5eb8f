package org.mfsha.agent.archive.recovery;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.mfsha.agent.archive.Branch;
import org.mfsha.agent.archive.Catalogue;
import org.mfsha.agent.archive.Piece;
import org.mfsha.agent.archive.Range;
import org.mfsha.agent.archive.Slice;
import org.mfsha.moosefs.files.LogLine;

/** Finds what leads to a version or to a moment of one history. Immutable. */
public final class Planner {
    private final Catalogue catalogue;
    private final Branch branch;
    private final Moment moment;

    public Planner(Catalogue catalogue, Branch branch, Moment moment) {
        this.catalogue = catalogue;
        this.branch = branch;
        this.moment = moment;
    }

    /** Stretches of versions, each of which can be restored throughout, oldest first. */
    public List<Range> stretches() {
        List<Range> stretches = new ArrayList<>();
        for (Range range : catalogue.ranges(branch)) {
            if (stretches.isEmpty() || stretches.getLast().last() < range.base().version()) {
                stretches.add(range);
            }
        }
        return stretches;
    }

    /**
     * The least work that leads to a version: the newest base before it, and the changes between.
     *
     * @throws RecoveryException when nothing leads there; the message says what can be had
     */
    Plan to(long version) throws RecoveryException {
        Range range = catalogue.ranges(branch).stream()
                .filter(each -> each.reaches(version))
                .reduce((_, later) -> later)
                .orElseThrow(() -> new RecoveryException("version " + version + " cannot be restored; " + whatCan()));
        return new Plan(range.base(), catalogue.slices(branch, range.base().version(), version), version);
    }

    /** What can be restored, in words. */
    private String whatCan() {
        List<Range> stretches = stretches();
        return stretches.isEmpty()
                ? "there is no metadata file of this history"
                : "what can, up to epoch " + branch.epoch() + ": version "
                        + stretches.stream()
                                .map(each -> each.base().version() + " to " + each.last())
                                .collect(Collectors.joining(", "));
    }

    /**
     * The version right before the first change that was made later than a moment.
     *
     * @param seconds since 1970; every change of that second is included
     * @throws RecoveryException when the moment is not covered; the message says what is
     */
    public long at(long seconds) throws IOException, RecoveryException {
        OptionalLong before = OptionalLong.empty();
        for (Range stretch : stretches()) {
            Optional<LogLine> later = firstLaterThan(stretch.base().version(), seconds);
            long version = later.map(LogLine::version).orElse(stretch.last());
            boolean nothingApplied = version == stretch.base().version();
            if (nothingApplied && stretch.base().takenSeconds() > seconds) {
                throw notCovered(seconds, before, stretch);
            }
            if (later.isPresent()) {
                return version;
            }
            before = OptionalLong.of(version);
        }
        return before.orElseThrow(() -> new RecoveryException(whatCan()));
    }

    private RecoveryException notCovered(long seconds, OptionalLong before, Range stretch) throws IOException {
        String wanted = moment.tell(seconds) + " (" + moment.zone() + ")";
        String begins = "version " + stretch.base().version() + ", " + moment.tell(beginning(stretch));
        return new RecoveryException(
                before.isEmpty()
                        ? wanted + " is before everything that can be restored; it begins with " + begins
                        : wanted + " cannot be restored: changes are missing between version " + before.getAsLong()
                                + " and " + begins + "; --version chooses one of these two");
    }

    /** The moment from which on a stretch tells what was, seconds since 1970. */
    public long beginning(Range stretch) throws IOException {
        OptionalLong first = firstChange(stretch.base().version()).stream()
                .flatMapToLong(line -> line.seconds().stream())
                .findFirst();
        return Math.min(first.orElse(Long.MAX_VALUE), stretch.base().takenSeconds());
    }

    private Optional<LogLine> firstChange(long from) throws IOException {
        return firstLaterThan(from, -1);
    }

    private Optional<LogLine> firstLaterThan(long from, long seconds) throws IOException {
        for (Slice slice : catalogue.slices(branch, from, Long.MAX_VALUE)) {
            if (slice.changes().latestSeconds() > seconds) {
                Optional<LogLine> found = firstLaterThan(slice, seconds);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<LogLine> firstLaterThan(Slice slice, long seconds) throws IOException {
        try (Piece.Reader reader = slice.changes().lines().from(slice.from())) {
            for (Optional<LogLine> line = reader.next();
                    line.isPresent() && line.get().version() < slice.until();
                    line = reader.next()) {
                if (line.get().seconds().orElse(0) > seconds) {
                    return line;
                }
            }
            return Optional.empty();
        }
    }

    /** Whether changes after a version say that they were made before a moment, as far as can be told at once. */
    public boolean isOutOfOrder(long version, long seconds) {
        return catalogue.slices(branch, version, Long.MAX_VALUE).stream()
                .filter(slice -> slice.from() > version)
                .map(Slice::changes)
                .anyMatch(some -> some.earliestSeconds() > 0 && some.earliestSeconds() <= seconds);
    }

    /** When the last change before a version was made, seconds since 1970; empty when that is not known. */
    public OptionalLong lastChangeBefore(long version) throws IOException {
        Optional<Slice> last = catalogue.bases(branch).stream()
                .filter(base -> base.version() < version)
                .flatMap(base -> catalogue.slices(branch, base.version(), version).stream())
                .filter(slice -> slice.until() == version)
                .findFirst();
        if (last.isEmpty()) {
            return OptionalLong.empty();
        }
        try (Piece.Reader reader = last.get().changes().lines().from(version - 1)) {
            return reader.next().map(LogLine::seconds).orElse(OptionalLong.empty());
        }
    }
}
