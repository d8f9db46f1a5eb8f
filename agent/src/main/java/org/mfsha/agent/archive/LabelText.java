package org.mfsha.agent.archive;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mfsha.agent.store.LineageText;
import org.mfsha.core.history.Lineage;

/** What a label says, as lines: a name and a value each, then the epochs of the lineage. */
final class LabelText {
    private static final String HEADER = "mfsha archive 1";
    private static final String BASE = "base";
    private static final String CHANGES = "changes";
    private static final String EPOCH = "epoch ";

    private LabelText() {}

    static List<String> lines(Item item) {
        List<String> lines = new ArrayList<>(List.of(HEADER));
        switch (item.piece()) {
            case Piece.Base base -> {
                lines.add("kind " + BASE);
                lines.add("version " + base.version());
                lines.add("taken " + base.takenSeconds());
            }
            case Piece.Changes some -> {
                lines.add("kind " + CHANGES);
                lines.add("first " + some.first());
                lines.add("next " + some.next());
                lines.add("earliest " + some.earliestSeconds());
                lines.add("latest " + some.latestSeconds());
            }
        }
        lines.add("metadata " + Long.toHexString(item.piece().provenance().metadataId()));
        lines.add("bytes " + item.seal().bytes());
        lines.add("sha256 " + item.seal().sha256());
        lines.add("made " + item.madeSeconds());
        lines.add("image " + item.image());
        if (item.isDoubtful()) {
            lines.add("doubt " + item.doubt());
        }
        lines.addAll(LineageText.lines(item.piece().provenance().lineage()));
        return lines;
    }

    /**
     * Reads a label.
     *
     * @param label where it is
     * @param file what it belongs to
     * @throws IOException when it says something else
     */
    static Item parse(Path label, Path file, List<String> lines) throws IOException {
        if (lines.isEmpty() || !lines.getFirst().equals(HEADER)) {
            throw new IOException(label + ": not a label of this version's archive");
        }
        Map<String, String> values = new HashMap<>();
        for (String line : lines.subList(1, lines.size())) {
            int space = line.indexOf(' ');
            if (space > 0 && !line.startsWith(EPOCH)) {
                values.put(line.substring(0, space), line.substring(space + 1));
            }
        }
        Lineage lineage = LineageText.parse(
                label, lines.stream().filter(line -> line.startsWith(EPOCH)).toList());
        if (lineage.records().isEmpty()) {
            throw new IOException(label + ": names no epoch");
        }
        try {
            return item(new Values(values), file, lineage);
        } catch (IllegalArgumentException e) {
            throw new IOException(label + ": " + e.getMessage(), e);
        }
    }

    private static Item item(Values values, Path file, Lineage lineage) {
        var seal = new Item.Seal(values.number("bytes"), values.text("sha256"));
        var content = new SealedFile(file, seal);
        var provenance = new Provenance(Long.parseUnsignedLong(values.text("metadata"), 16), lineage);
        Piece piece = values.text("kind").equals(BASE)
                ? new Piece.Base(provenance, values.number("version"), values.number("taken"), content)
                : new Piece.Changes(
                        provenance,
                        values.number("first"),
                        values.number("next"),
                        values.number("earliest"),
                        values.number("latest"),
                        content);
        String doubt = values.all().getOrDefault("doubt", "");
        return new Item(piece, file, seal, values.number("made"), values.text("image"), doubt);
    }

    private record Values(Map<String, String> all) {
        String text(String name) {
            String value = all.get(name);
            if (value == null) {
                throw new IllegalArgumentException("has no " + name);
            }
            return value;
        }

        long number(String name) {
            try {
                return Long.parseLong(text(name));
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(name + " is no number", e);
            }
        }
    }
}
