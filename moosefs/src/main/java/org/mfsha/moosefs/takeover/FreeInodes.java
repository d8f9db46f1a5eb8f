package org.mfsha.moosefs.takeover;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongPredicate;
import org.mfsha.moosefs.files.BaseFile;
import org.mfsha.moosefs.files.ChangelogLine;
import org.mfsha.moosefs.files.MetadataException;
import org.mfsha.moosefs.files.StoredInodes;
import org.mfsha.moosefs.files.StoredInodes.Removed;

/**
 * Follows which inode numbers the next new files get, and sets numbers aside that a lost master may have given out already.
 *
 * <p>A new file gets the least number that is free (filesystem.c, fsnodes_get_next_id). So the first file that a new master
 * makes would get the number of the first one whose creation was lost, and a client that still has the lost file open would
 * read and write the new one. So the numbers are given to copies of a pipe in a directory of a name that nobody can know,
 * and these are removed at once: the number of what was removed is not given out again for INODE_REUSE_DELAY, a day by
 * default.
 *
 * <p>A line that creates something says which number it got, and the replay of a wrong number is fatal. So nothing is set
 * aside when the free numbers are not known for certain: after a SNAPSHOT or UNDEL, which do not name what they make, until
 * the next creation tells where the free numbers begin; and when a line tells something else than was expected.
 *
 * <p>For one thread.
 */
final class FreeInodes {
    /** Of a pipe into a directory, and of that directory: more than a master makes in the moments that can be lost. */
    private static final int COPIES = 31;

    private static final String AS_ROOT = ",0,0,0,[0],0):";

    /** SNAPSHOT_MODE_DELETE and SNAPSHOT_MODE_FORCE_REMOVAL (MFSCommunication.h). */
    private static final String REMOVAL = ",132,0,0,[0],0):";

    /** Results of SNAPSHOT (filesystem.c, fs_univ_snapshot): objects that were there, objects that are new. */
    private static final int EXISTING = 3;

    private static final int NEW = 5;

    private final BaseFile base;
    private final LongPredicate isOpen;
    private final String directory = ".mfsha-" + UUID.randomUUID();
    private Optional<BitSet> taken;
    private int least;
    private boolean moreAreTaken;
    private long freed;

    private FreeInodes(BaseFile base, LongPredicate isOpen, Optional<BitSet> taken) {
        this.base = base;
        this.isOpen = isOpen;
        this.taken = taken;
        this.least = taken.map(known -> known.nextClearBit(0)).orElse(0);
    }

    /**
     * Starts with a base; reads its sections NODE and FREE once, and the latter again in parts.
     *
     * @param isOpen whether any session has an inode open, at the line that is being taken
     */
    static FreeInodes from(BaseFile base, LongPredicate isOpen) throws IOException {
        return new FreeInodes(base, isOpen, StoredInodes.taken(base));
    }

    /** Takes the next line of the history. */
    void accept(ChangelogLine line) throws MetadataException {
        if (taken.isPresent()) {
            switch (line.operation()) {
                case "CREATE", "SYMLINK" -> created(taken.get(), line.numericResult());
                case "SNAPSHOT" -> copied(taken.get(), line.numericResults());
                case "UNDEL" -> moreAreTaken = true; // directories on its path
                case "FREEINODES" -> freed(taken.get(), line);
                default -> {
                    // takes and frees no number
                }
            }
        }
    }

    private void created(BitSet known, long inode) {
        if (moreAreTaken && inode >= least && inode < Integer.MAX_VALUE) {
            known.set(least, (int) inode);
            moreAreTaken = false;
            least = known.nextClearBit(least);
        }
        if (inode == least) {
            take(known, 1);
        } else {
            forget();
        }
    }

    private void copied(BitSet known, List<Long> results) {
        boolean told = results.size() > NEW;
        if (told && results.get(EXISTING) == 0) {
            take(known, results.get(NEW));
        } else {
            moreAreTaken = true; // what was there may have been replaced
        }
    }

    private void take(BitSet known, long count) {
        for (long i = 0; i < count; i++) {
            known.set(least);
            least = known.nextClearBit(least);
        }
    }

    /** {@code FREEINODES(delay):freed,kept because they are open,all of them combined} (filesystem.c, fs_univ_freeinodes). */
    private void freed(BitSet known, ChangelogLine line) throws MetadataException {
        List<Long> results = line.numericResults();
        if (moreAreTaken || line.arguments().isEmpty() || results.size() < 3) {
            forget();
            return;
        }
        long before = line.timestampSeconds() - line.number(0);
        List<Removed> due = dueBefore(before);
        long open = due.stream().filter(removed -> isOpen.test(removed.inode())).count();
        long combined = due.stream().mapToLong(Removed::inode).reduce(0, (a, b) -> a ^ b);
        if (!results.equals(List.of(due.size() - open, open, combined))) {
            forget();
            return;
        }
        freed += due.size();
        due.stream().filter(removed -> !isOpen.test(removed.inode())).forEach(removed -> {
            known.clear((int) removed.inode());
            least = Math.min(least, (int) removed.inode());
        });
    }

    private List<Removed> dueBefore(long seconds) {
        List<Removed> due = new ArrayList<>();
        try {
            StoredInodes.removed(base, freed, removed -> removed.sinceSeconds() < seconds && due.add(removed));
        } catch (IOException _) {
            due.clear(); // The base is gone or damaged: this will not be what the line says.
        }
        return due;
    }

    private void forget() {
        taken = Optional.empty();
    }

    /** The entries that set numbers aside; none when it is not known for certain which are free. */
    List<String> setAside(long seconds) {
        if (taken.isEmpty() || moreAreTaken) {
            return List.of();
        }
        Numbers numbers = new Numbers(taken.get(), least);
        long top = numbers.next();
        long pipe = numbers.next();
        long copies = numbers.next();
        List<String> changes = new ArrayList<>();
        changes.add("CREATE(1," + directory + ",2,448,0,0,0,0):" + top);
        changes.add("CREATE(" + top + ",pipe,4,384,0,0,0,0):" + pipe);
        changes.add("CREATE(" + top + ",copies,2,448,0,0,0,0):" + copies);
        long ofAll = 0;
        for (int i = 0; i < COPIES; i++) {
            long copy = numbers.combined(1);
            changes.add("SNAPSHOT(" + pipe + "," + copies + "," + i + AS_ROOT + copy + ",0,0,0,0,1");
            ofAll ^= copy;
        }
        for (int i = 0; i < COPIES; i++) {
            long copy = numbers.combined(COPIES + 1);
            changes.add("SNAPSHOT(" + copies + "," + top + "," + i + AS_ROOT + copy + ",0,0,0,0," + (COPIES + 1));
            ofAll ^= copy;
        }
        changes.add(
                "SNAPSHOT(0,1," + directory + REMOVAL + ofAll + "," + (COPIES + COPIES * (COPIES + 1)) + ",0,0,0,0");
        changes.add("UNLINK(" + top + ",copies):" + copies);
        changes.add("UNLINK(" + top + ",pipe):" + pipe);
        changes.add("UNLINK(1," + directory + "):" + top);
        return changes.stream().map(change -> seconds + "|" + change).toList();
    }

    /** The free numbers from one on. */
    private static final class Numbers {
        private final BitSet taken;
        private int next;

        Numbers(BitSet taken, int first) {
            this.taken = taken;
            this.next = first;
        }

        long next() {
            long number = next;
            next = taken.nextClearBit(next + 1);
            return number;
        }

        /** So many of them, combined as results of SNAPSHOT tell them. */
        long combined(int count) {
            long combined = 0;
            for (int i = 0; i < count; i++) {
                combined ^= next();
            }
            return combined;
        }
    }
}
