package org.mfsha.agent.archive.recovery;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.mfsha.agent.archive.Branch;
import org.mfsha.agent.archive.Item;
import org.mfsha.agent.archive.Piece;
import org.mfsha.agent.archive.Range;
import org.mfsha.agent.config.ByteSize;
import org.mfsha.agent.control.status.TextTable;

/** What can be restored, and the files it is restored from: for a person and for programs. For one thread. */
public final class Listing {
    private final Stock stock;
    private final Branch branch;
    private final Moment moment;
    private final Planner planner;

    /** @param branch whose versions are listed; files are all listed */
    public Listing(Stock stock, Branch branch, Moment moment) {
        this.stock = stock;
        this.branch = branch;
        this.moment = moment;
        this.planner = new Planner(stock.catalogue(), branch, moment);
    }

    /** As text. */
    public List<String> lines() throws IOException {
        List<String> lines = new ArrayList<>();
        List<Item> items = stock.archive().items();
        lines.add("Archive " + stock.archive().root() + ": " + items.size() + " files, "
                + ByteSize.inWords(bytes(items)) + ", and "
                + stock.materials().size() + " images that are not archived yet");
        lines.add("");
        lines.add("What can be restored, up to epoch " + branch.epoch() + " (times: " + moment.zone() + "):");
        var stretches = new TextTable("Versions", "From", "To");
        for (Range stretch : planner.stretches()) {
            stretches.add(
                    stretch.base().version() + " to " + stretch.last(),
                    moment.tell(planner.beginning(stretch)),
                    told(planner.lastChangeBefore(stretch.last())));
        }
        lines.addAll(stretches.lines());
        List<Branch> besides = stock.catalogue().besides(branch);
        if (!besides.isEmpty()) {
            lines.add("");
            lines.add("Changes that never became part of this history (mfsha restore --epoch):");
            besides.forEach(other -> lines.add("  epoch " + other.epoch()));
        }
        lines.add("");
        var files = new TextTable("Epoch", "Kind", "Version or changes", "From", "To", "Size", "File");
        items.forEach(item -> files.add(row(item)));
        lines.addAll(files.lines());
        stock.notes().forEach(note -> lines.add("Note: " + note));
        return lines;
    }

    private String[] row(Item item) {
        String epoch = Long.toString(item.piece().provenance().epoch());
        String size = ByteSize.inWords(item.seal().bytes());
        String file = stock.archive().root().relativize(item.file())
                + (item.isDoubtful() ? " NOT USED: " + item.doubt() : "");
        return switch (item.piece()) {
            case Piece.Base base ->
                new String[] {
                    epoch, "base", Long.toString(base.version()), "", moment.tell(base.takenSeconds()), size, file
                };
            case Piece.Changes some ->
                new String[] {
                    epoch,
                    "changes",
                    some.first() + " to " + (some.next() - 1),
                    moment.tell(some.earliestSeconds()),
                    moment.tell(some.latestSeconds()),
                    size,
                    file
                };
        };
    }

    private String told(OptionalLong seconds) {
        return seconds.isPresent() ? moment.tell(seconds.getAsLong()) : "";
    }

    private static long bytes(List<Item> items) {
        return items.stream().mapToLong(item -> item.seal().bytes()).sum();
    }

    /** As maps and lists; times are seconds since 1970. */
    public Map<String, Object> toMap() throws IOException {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("archive", stock.archive().root().toString());
        map.put("epoch", branch.epoch());
        map.put("metadataId", Long.toHexString(branch.metadataId()));
        List<Map<String, Object>> stretches = new ArrayList<>();
        for (Range stretch : planner.stretches()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("first", stretch.base().version());
            one.put("last", stretch.last());
            one.put("from", planner.beginning(stretch));
            planner.lastChangeBefore(stretch.last()).ifPresent(seconds -> one.put("to", seconds));
            stretches.add(one);
        }
        map.put("restorable", stretches);
        map.put(
                "otherEpochs",
                stock.catalogue().besides(branch).stream().map(Branch::epoch).toList());
        map.put("files", stock.archive().items().stream().map(Listing::toMap).toList());
        map.put("notes", stock.notes());
        return map;
    }

    private static Map<String, Object> toMap(Item item) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("file", item.file().toString());
        map.put("epoch", item.piece().provenance().epoch());
        switch (item.piece()) {
            case Piece.Base base -> {
                map.put("kind", "base");
                map.put("version", base.version());
                map.put("taken", base.takenSeconds());
            }
            case Piece.Changes some -> {
                map.put("kind", "changes");
                map.put("first", some.first());
                map.put("next", some.next());
                map.put("earliest", some.earliestSeconds());
                map.put("latest", some.latestSeconds());
            }
        }
        map.put("bytes", item.seal().bytes());
        map.put("sha256", item.seal().sha256());
        map.put("archived", item.madeSeconds());
        if (item.isDoubtful()) {
            map.put("doubt", item.doubt());
        }
        return map;
    }
}
