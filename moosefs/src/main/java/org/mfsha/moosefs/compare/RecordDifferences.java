package org.mfsha.moosefs.compare;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.mfsha.moosefs.files.BaseFile;

/** What differs in one section, in words: keeps the records of the buckets that differ, as far as memory allows. */
final class RecordDifferences {
    private static final long MAX_KEPT_BYTES = 8 << 20;
    /** In words a record takes some kilobytes. */
    private static final int MAX_TOLD = 3_000;

    private static final int MAX_EXAMPLES = 3;
    private static final int MAX_FIELDS_SHOWN = 6;

    private final Layout layout;
    private final Map<Kept, Integer> balance = new HashMap<>();

    /** A record, compared by its content. */
    private record Kept(boolean head, long keyHash, long remembered, ByteBuffer bytes) {}

    /** Two tellings of one thing; lists because a file may have several names in one directory. */
    private record Pair(List<List<Fields.Field>> leader, List<List<Fields.Field>> rebuilt) {
        Pair() {
            this(new ArrayList<>(), new ArrayList<>());
        }

        int size() {
            return Math.max(leader.size(), rebuilt.size());
        }
    }

    private RecordDifferences(Layout layout) {
        this.layout = layout;
    }

    /** One side of a comparison. */
    record Side(BaseFile base, BaseFile.Section section, SectionDigest digest) {}

    /** Reads the differing parts of both sides again; empty when what differs may differ. */
    static Optional<Divergence> between(Side leader, Side rebuilt, Layout layout) throws IOException {
        BitSet differing = leader.digest().differingFrom(rebuilt.digest());
        BitSet kept = new BitSet();
        long bytes = 0;
        for (int bucket = differing.nextSetBit(0); bucket >= 0; bucket = differing.nextSetBit(bucket + 1)) {
            bytes += leader.digest().memory(bucket) + rebuilt.digest().memory(bucket);
            if (!kept.isEmpty() && bytes > MAX_KEPT_BYTES) {
                break;
            }
            kept.set(bucket);
        }
        var differences = new RecordDifferences(layout);
        differences.keep(leader, kept, 1);
        differences.keep(rebuilt, kept, -1);
        return differences.told(!kept.equals(differing));
    }

    private void keep(Side side, BitSet buckets, int weight) throws IOException {
        SectionWalk.over(side.base(), side.section(), layout, (record, head) -> {
            if (buckets.get(SectionDigest.bucket(record))) {
                ByteBuffer bytes = ByteBuffer.wrap(Arrays.copyOf(record.bytes(), record.length()));
                count(new Kept(head, record.keyHash(), record.remembered(), bytes), weight);
            }
        });
    }

    /** What both sides have is not kept. */
    private void count(Kept record, int weight) {
        int sum = balance.getOrDefault(record, 0) + weight;
        if (sum == 0) {
            balance.remove(record);
        } else {
            balance.put(record, sum);
        }
    }

    private Optional<Divergence> told(boolean unread) throws IOException {
        boolean more = unread || balance.size() > MAX_TOLD;
        Map<String, Pair> pairs = new TreeMap<>(RecordDifferences::byNumber);
        // Sorted, so that two tellings of one thing are taken or left together.
        List<Map.Entry<Kept, Integer>> chosen = balance.entrySet().stream()
                .sorted(Comparator.comparingLong(entry -> entry.getKey().keyHash()))
                .limit(MAX_TOLD)
                .toList();
        for (Map.Entry<Kept, Integer> entry : chosen) {
            List<Fields.Field> fields = describe(entry.getKey());
            String key = entry.getKey().head() ? "its head" : keyOf(fields);
            for (int i = 0; i < Math.abs(entry.getValue()); i++) {
                Pair pair = pairs.computeIfAbsent(key, _ -> new Pair());
                (entry.getValue() > 0 ? pair.leader() : pair.rebuilt()).add(fields);
            }
        }
        if (layout.mayHaveMore()) {
            pairs.values().removeIf(pair -> pair.leader().isEmpty());
        }
        if (pairs.isEmpty() && !more) {
            return Optional.empty();
        }
        List<String> examples = pairs.entrySet().stream()
                .limit(MAX_EXAMPLES)
                .map(pair -> sentence(pair.getKey(), pair.getValue()))
                .toList();
        int records = pairs.values().stream().mapToInt(Pair::size).sum();
        return Optional.of(new Divergence(layout.section(), Math.max(1, records), more, examples));
    }

    private List<Fields.Field> describe(Kept record) throws IOException {
        Fields fields = Fields.describing(record.bytes().array(), record.remembered());
        if (record.head()) {
            layout.head().read(fields);
        } else {
            layout.body().read(fields);
        }
        return fields.notes();
    }

    private static String keyOf(List<Fields.Field> fields) {
        return fields.stream()
                .filter(Fields.Field::key)
                .map(field -> field.name() + " " + field.value())
                .collect(Collectors.joining(", "));
    }

    private static String sentence(String key, Pair pair) {
        if (pair.leader().isEmpty()) {
            return key + " is only here (" + shown(pair.rebuilt().getFirst()) + ")";
        }
        if (pair.rebuilt().isEmpty()) {
            return key + " is only on the leader (" + shown(pair.leader().getFirst()) + ")";
        }
        Map<String, String> leader = values(pair.leader().getFirst());
        Map<String, String> here = values(pair.rebuilt().getFirst());
        Set<String> names = new LinkedHashSet<>(leader.keySet());
        names.addAll(here.keySet());
        return names.stream()
                .filter(name -> !Objects.equals(leader.get(name), here.get(name)))
                .limit(MAX_FIELDS_SHOWN)
                .map(name -> name + " is " + here.getOrDefault(name, "missing") + " here, "
                        + leader.getOrDefault(name, "missing") + " on the leader")
                .collect(Collectors.joining(", ", key + ": ", ""));
    }

    private static String shown(List<Fields.Field> fields) {
        return fields.stream()
                .filter(field -> !field.key())
                .limit(MAX_FIELDS_SHOWN)
                .map(field -> field.name() + " " + field.value())
                .collect(Collectors.joining(", "));
    }

    private static Map<String, String> values(List<Fields.Field> fields) {
        return fields.stream()
                .collect(Collectors.toMap(
                        Fields.Field::name, Fields.Field::value, (first, _) -> first, LinkedHashMap::new));
    }

    /** Inode 9 before inode 10. */
    private static int byNumber(String one, String other) {
        int byLength = Integer.compare(one.length(), other.length());
        return byLength != 0 ? byLength : one.compareTo(other);
    }
}
