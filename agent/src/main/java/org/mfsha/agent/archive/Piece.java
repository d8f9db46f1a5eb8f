package org.mfsha.agent.archive;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.mfsha.moosefs.files.LogLine;

/** Something that metadata can be restored from: in the archive, or still in use. Immutable. */
public sealed interface Piece {
    /** Which history it belongs to. */
    Provenance provenance();

    /** What to call it: the path of a file. */
    String name();

    /** The same in a file of an archive. */
    Piece in(SealedFile file);

    /** The same with an equal provenance. */
    Piece with(Provenance equal);

    /**
     * A whole metadata file.
     *
     * @param version the first change that it lacks
     * @param takenSeconds wall clock by which it had been saved, seconds since 1970
     */
    record Base(Provenance provenance, long version, long takenSeconds, Bytes bytes) implements Piece {
        @Override
        public String name() {
            return bytes.name();
        }

        @Override
        public Base in(SealedFile file) {
            return new Base(provenance, version, takenSeconds, file);
        }

        @Override
        public Base with(Provenance equal) {
            return new Base(equal, version, takenSeconds, bytes);
        }
    }

    /**
     * Changes without a gap.
     *
     * @param first the first version
     * @param next the version after the last one
     * @param earliestSeconds no change is earlier, seconds since 1970; may be less than needed
     * @param latestSeconds no change is later; may be more than needed
     */
    record Changes(Provenance provenance, long first, long next, long earliestSeconds, long latestSeconds, Lines lines)
            implements Piece {
        @Override
        public String name() {
            return lines.name();
        }

        @Override
        public Changes in(SealedFile file) {
            return new Changes(provenance, first, next, earliestSeconds, latestSeconds, file);
        }

        @Override
        public Changes with(Provenance equal) {
            return new Changes(equal, first, next, earliestSeconds, latestSeconds, lines);
        }
    }

    /** Content of a base. */
    interface Bytes {
        String name();

        /**
         * From its start. Whoever has read to the end has what was written.
         *
         * @throws DamagedException here or while reading, when it is not what it was
         */
        InputStream open() throws IOException;
    }

    /** Content of changes. */
    interface Lines {
        String name();

        /** From a version on, which it has. */
        Reader from(long version) throws IOException;
    }

    /** Reads changes one by one; for one thread. */
    interface Reader extends AutoCloseable {
        /** The next one; empty after the last. */
        Optional<LogLine> next() throws IOException;

        /**
         * Makes sure that what was read is what was written; reads the rest if that is necessary.
         *
         * @throws DamagedException when it is not
         */
        void check() throws IOException;

        @Override
        void close() throws IOException;
    }
}
