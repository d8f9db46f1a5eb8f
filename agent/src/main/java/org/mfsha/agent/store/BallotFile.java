package org.mfsha.agent.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mfsha.core.history.Lineage;
import org.mfsha.core.protocol.Action.Ballot;
import org.mfsha.core.protocol.Pause;

/** Where a voter keeps what it must never forget. Not thread-safe. */
public final class BallotFile {
    private static final String HEADER = "mfsha ballot 1";
    private static final String PROMISED = "promised ";
    /** {@code pause SERIAL NANOS NOTE}, when the leader of the promised epoch ever said anything about a pause. */
    private static final String PAUSE = "pause ";

    private static final int PAUSE_FIELDS = 4;

    private final Path file;

    public BallotFile(Path file) {
        this.file = file;
    }

    /**
     * The ballot of a node that starts for the first time: blank, and on stable storage from now on.
     *
     * @throws IOException when the file is there and damaged
     */
    public Ballot begin() throws IOException {
        if (Files.notExists(file)) {
            save(Ballot.BLANK);
        }
        return load();
    }

    /**
     * What was saved last.
     *
     * @throws IOException when the file is gone or damaged: a voter that forgot must not vote, or there could be two
     *     leaders
     */
    public Ballot load() throws IOException {
        Optional<List<String>> lines = DurableFile.read(file);
        if (lines.isEmpty()) {
            throw new IOException(file + ": missing, though this node took part before. It may have promised something"
                    + " that it does not know any more, and must not vote again under its name: see \"A node with a lost"
                    + " disk\" in the administrator's guide");
        }
        List<String> text = lines.get();
        if (text.size() < 2 || !text.get(0).equals(HEADER) || !text.get(1).startsWith(PROMISED)) {
            throw new IOException(file + ": not a ballot");
        }
        try {
            long promised = Long.parseLong(text.get(1).substring(PROMISED.length()));
            boolean hasPause = text.size() > 2 && text.get(2).startsWith(PAUSE);
            Pause pause = hasPause ? pause(text.get(2)) : Pause.NONE;
            Lineage accepted = LineageText.parse(file, text.subList(hasPause ? 3 : 2, text.size()));
            return new Ballot(promised, accepted, pause);
        } catch (NumberFormatException e) {
            throw new IOException(file + ": '" + text.get(1) + "' has no number", e);
        }
    }

    private Pause pause(String line) throws IOException {
        String[] fields = line.split(" ", PAUSE_FIELDS);
        try {
            return new Pause(Long.parseLong(fields[1]), Long.parseLong(fields[2]), fields[3]);
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw new IOException(file + ": '" + line + "' is not a pause", e);
        }
    }

    /** Saves; on stable storage when it returns. */
    public void save(Ballot ballot) throws IOException {
        List<String> lines = new ArrayList<>(List.of(HEADER, PROMISED + ballot.promised()));
        Pause pause = ballot.pause();
        if (!pause.equals(Pause.NONE)) {
            lines.add(PAUSE + pause.serial() + " " + pause.holdNanos() + " " + pause.note());
        }
        lines.addAll(LineageText.lines(ballot.accepted()));
        DurableFile.write(file, lines);
    }
}
