package org.mfsha.agent.replica;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.mfsha.core.history.Lineage.Relation;
import org.mfsha.core.history.Position;
import org.mfsha.moosefs.files.Image;
import org.mfsha.moosefs.takeover.LostChange;

/** Where an image can come from at the moment. */
final class Origins {
    private static final Logger LOG = System.getLogger(Origins.class.getName());

    private final Path installation;
    private final ImageBuilder builder;
    private final Steward.Outlet outlet;

    /** What can be done to get an image. */
    sealed interface Choice {
        /**
         * Make one.
         *
         * @param what in words, from where
         */
        record Make(String what, ImageWorkshop.Build build) implements Choice {}

        /** Nothing can be done; in words, why. */
        record Wait(String why) implements Choice {}
    }

    /** @param installation MooseFS's own data directory, from where a new member may bring data */
    Origins(Path installation, ImageBuilder builder, Steward.Outlet outlet) {
        this.installation = installation;
        this.builder = builder;
        this.outlet = outlet;
    }

    /** From this node's own files, as far as they are part of the leader's history. */
    Choice fromDisk(DiskData data, Optional<Following> following) {
        if (following.isEmpty()) {
            return local(data, data.end(), 0);
        }
        Following leader = following.get();
        var endOfItsEpoch = new Position(data.lineage().epoch(), Long.MAX_VALUE);
        return switch (leader.relationOf(endOfItsEpoch)) {
            case Relation.Prefix _ -> local(data, data.end(), leader.epoch());
            case Relation.DivergesAt(long version) ->
                local(
                        data,
                        OptionalLong.of(Math.min(version, data.end().orElse(Long.MAX_VALUE))),
                        leader.epochAfter(data.lineage().epoch()));
            case Relation.Unrelated _ -> fromElsewhere(following);
        };
    }

    private Choice local(DiskData data, OptionalLong end, long epoch) {
        return new Choice.Make(
                "from this node's own files", () -> builder.fromLocal(data, cutIfNeeded(data, end, epoch)));
    }

    /** What lies beyond the end of its history is named before it is left out. */
    private OptionalLong cutIfNeeded(DiskData data, OptionalLong end, long epoch) throws IOException {
        boolean longer = end.isPresent() && reportLost(data.directory(), data.journals(), end.getAsLong(), epoch);
        return longer ? end : OptionalLong.empty();
    }

    /** From the leader, or, on a new member, from an installation or from nothing. */
    Choice fromElsewhere(Optional<Following> following) {
        if (following.isPresent()) {
            Following leader = following.get();
            return new Choice.Make("from " + leader.leader(), () -> builder.fromLeader(leader));
        }
        if (!outlet.isNewMember()) {
            return new Choice.Wait("its data is lost, and there is no leader to get it from");
        }
        if (hasInstallation()) {
            return new Choice.Make(
                    "from the installation in " + installation, () -> builder.fromInstallation(installation));
        }
        if (outlet.mayCreateMetadata()) {
            return new Choice.Make("of a new, empty file system", builder::fromNothing);
        }
        return new Choice.Wait("no metadata here and no leader to get it from");
    }

    /** Whether there is an installation's metadata to bring. */
    boolean hasInstallation() {
        try (Stream<Path> files = Files.exists(installation) ? Files.list(installation) : Stream.empty()) {
            return files.anyMatch(InstallationFiles::isSavedMetadata);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "cannot look into {0}: {1}", installation, e.getMessage());
            return false;
        }
    }

    /**
     * Tells which changes from a version on never became history.
     *
     * @param epoch with which they were lost
     * @return whether there are any
     */
    boolean reportLost(Path directory, List<Path> journals, long version, long epoch) throws IOException {
        List<Path> files = new ArrayList<>(InstallationFiles.changelogs(directory));
        files.addAll(journals);
        List<LostChange> lost = LostRecords.from(directory.resolve(Image.BASE_NAME), files, version);
        if (!lost.isEmpty() && epoch > 0) {
            outlet.lost(epoch, lost);
        }
        return !lost.isEmpty();
    }
}
