package org.mfsha.moosefs.takeover;

import java.util.List;
import java.util.Optional;
import org.mfsha.moosefs.files.ChangelogLine;
import org.mfsha.moosefs.files.LogLine;
import org.mfsha.moosefs.files.MetadataException;
import org.mfsha.moosefs.takeover.PathNames.Place;

/** Puts changes into words, for an administrator who must know by name what was lost. For one thread. */
public final class LostChanges {
    private final PathNames names;

    /** @param names as they were before the first change; each change told moves them on */
    public LostChanges(PathNames names) {
        this.names = names;
    }

    /** Tells the next change. Never fails: odd lines are quoted. */
    public LostChange tell(LogLine line) {
        try {
            ChangelogLine parsed = ChangelogLine.parse(line);
            LostChange told = new LostChange(
                    line, parsed.timestampSeconds(), parsed.operation(), path(parsed), target(parsed), words(parsed));
            names.apply(parsed);
            return told;
        } catch (MetadataException | IndexOutOfBoundsException _) {
            return new LostChange(line, 0, "", Optional.empty(), Optional.empty(), line.text());
        }
    }

    private Optional<String> path(ChangelogLine line) throws MetadataException {
        return switch (line.operation()) {
            case "CREATE", "SYMLINK", "UNLINK", "MOVE" -> whole(entry(line, 0));
            case "LINK", "LENGTH", "WRITE", "TRUNC", "ATTR", "ACCESS", "AMTIME", "SETXATTR", "SETACL" ->
                whole(names.place(line.number(0)));
            case "FLOCK", "POSIXLOCK" -> whole(names.place(line.number(0)));
            case "SNAPSHOT", "APPEND" -> whole(names.place(line.number(0)));
            default -> Optional.empty();
        };
    }

    private Optional<String> target(ChangelogLine line) throws MetadataException {
        return switch (line.operation()) {
            case "MOVE" -> whole(entry(line, 2));
            case "LINK", "SNAPSHOT" -> whole(entry(line, 1));
            default -> Optional.empty();
        };
    }

    private static Optional<String> whole(Place place) {
        return place.isWhole() ? Optional.of("/" + place.path()) : Optional.empty();
    }

    private Place entry(ChangelogLine line, int parentAt) throws MetadataException {
        return names.place(
                line.number(parentAt), EscapedName.shown(line.arguments().get(parentAt + 1)));
    }

    private String words(ChangelogLine line) throws MetadataException {
        List<String> args = line.arguments();
        String result = line.result().orElse("?");
        return switch (line.operation()) {
            case "CREATE" -> "created " + type(args.get(2)) + " " + told(entry(line, 0)) + " as inode " + result;
            case "SYMLINK" ->
                "created symbolic link " + told(entry(line, 0)) + " to " + quoted(EscapedName.shown(args.get(2)))
                        + " as inode " + result;
            case "UNLINK" -> "removed " + told(entry(line, 0)) + ", inode " + result;
            case "MOVE" -> "moved " + told(entry(line, 0)) + " to " + told(entry(line, 2)) + ", inode " + result;
            case "LINK" -> "linked " + inode(line, 0) + " as " + told(entry(line, 1));
            case "LENGTH" -> "set the length of " + inode(line, 0) + " to " + args.get(1) + " bytes";
            case "WRITE" -> "began to write " + inode(line, 0) + ", block " + args.get(1) + ", chunk " + result;
            case "TRUNC" -> "began to cut " + inode(line, 0) + " in block " + args.get(1) + ", chunk " + result;
            case "UNLOCK" -> "finished with chunk " + args.get(0);
            case "ATTR" -> "changed attributes of " + inode(line, 0);
            case "ACCESS" -> "read " + inode(line, 0) + " (its access time)";
            case "SETXATTR" ->
                "set extended attribute " + quoted(EscapedName.shown(args.get(1))) + " of " + inode(line, 0);
            case "SETACL" -> "set the access list of " + inode(line, 0);
            case "FLOCK", "POSIXLOCK" -> lock(args.get(3)) + inode(line, 0) + ", session " + args.get(1);
            case "SNAPSHOT" -> "made a snapshot of " + inode(line, 0) + " as " + told(entry(line, 1));
            case "APPEND" -> "appended " + inode(line, 1) + " to " + inode(line, 0);
            case "UNDEL" -> "took inode " + args.get(0) + " back from the trash";
            case "PURGE" -> "purged inode " + args.get(0) + " from the trash";
            case "SETPATH" ->
                "set the trash path of inode " + args.get(0) + " to " + quoted(EscapedName.shown(args.get(1)));
            case "SESADD" -> "new session " + result;
            case "SESDEL" -> "removed session " + args.get(0);
            default ->
                line.operation()
                        + args
                        + line.result().map(value -> " -> " + value).orElse("");
        };
    }

    private String inode(ChangelogLine line, int at) throws MetadataException {
        long inode = line.number(at);
        Place place = names.place(inode);
        return "inode " + inode + (place.path().isEmpty() ? "" : " (" + told(place) + ")");
    }

    private static String told(Place place) {
        return place.isWhole()
                ? quoted("/" + place.path())
                : quoted(place.path()) + " in directory inode " + place.below();
    }

    private static String quoted(String text) {
        return "\"" + text + "\"";
    }

    /** R, W or U (flocklocks.c, posixlocks.c). */
    private static String lock(String type) {
        return switch (type) {
            case "R" -> "locked for reading: ";
            case "W" -> "locked for writing: ";
            case "U" -> "unlocked: ";
            default -> "lock of type " + type + ": ";
        };
    }

    /** The types of MFSCommunication.h (TYPE_FILE and so on). */
    private static String type(String code) {
        return switch (code) {
            case "1", "f" -> "file";
            case "2", "d" -> "directory";
            case "3", "l" -> "symbolic link";
            case "4", "q" -> "pipe";
            case "5", "b" -> "block device";
            case "6", "c" -> "character device";
            case "7", "s" -> "socket";
            default -> "object of type " + code;
        };
    }
}
