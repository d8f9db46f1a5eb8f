package org.mfsha.moosefs.compare;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mfsha.moosefs.files.BaseFile;
import org.mfsha.moosefs.files.MetadataException;

/**
 * Compares a metadata file that a serving master saved with one that was rebuilt from an older base and
 * the changelog, section by section; see the package's text for what must be the same. Reads each
 * file once, where they differ once more; takes about 20 MiB of memory at most. Thread-safe.
 */
public final class BaseComparison {
    private static final int BLOCK_BYTES = 128 * 1024;

    private static final Map<String, Layout> LAYOUTS = Stream.of(
                    FileSystemLayouts.all(), ClientLayouts.all(), ChunkLayouts.all())
            .flatMap(List::stream)
            .collect(Collectors.toUnmodifiableMap(Layout::section, Function.identity()));

    private final BaseFile leader;
    private final BaseFile rebuilt;

    private BaseComparison(BaseFile leader, BaseFile rebuilt) {
        this.leader = leader;
        this.rebuilt = rebuilt;
    }

    /**
     * Compares.
     *
     * @param leader what the serving master saved
     * @param rebuilt what was rebuilt to the same version
     * @throws MetadataException when the files cannot be compared: of different versions or
     *     installations, damaged, or with a section whose layout is not known and whose bytes differ
     */
    public static Comparison of(BaseFile leader, BaseFile rebuilt) throws IOException {
        if (leader.version() != rebuilt.version() || leader.metadataId() != rebuilt.metadataId()) {
            throw new MetadataException(rebuilt.path() + " is version " + rebuilt.version() + " of "
                    + Long.toHexString(rebuilt.metadataId()) + ", " + leader.path() + " is version " + leader.version()
                    + " of " + Long.toHexString(leader.metadataId()) + ": they cannot be compared");
        }
        return new BaseComparison(leader, rebuilt).run();
    }

    private Comparison run() throws IOException {
        List<String> names = new ArrayList<>();
        List<Divergence> divergences = new ArrayList<>();
        for (BaseFile.Section section : leader.sections()) {
            names.add(section.name());
            divergence(section).ifPresent(divergences::add);
        }
        for (BaseFile.Section section : rebuilt.sections()) {
            if (leader.section(section.name()).isEmpty()) {
                divergences.add(oneSided(section, "is only here"));
            }
        }
        return new Comparison(leader.version(), names, divergences);
    }

    private Optional<Divergence> divergence(BaseFile.Section section) throws IOException {
        Optional<BaseFile.Section> twin = rebuilt.section(section.name());
        return twin.isPresent()
                ? ofSection(leader, section, rebuilt, twin.get())
                : Optional.of(oneSided(section, "is only on the leader"));
    }

    /** Compares one section that both files have; empty when it means the same. */
    static Optional<Divergence> ofSection(
            BaseFile leader, BaseFile.Section section, BaseFile rebuilt, BaseFile.Section twin) throws IOException {
        Layout layout = LAYOUTS.get(section.name());
        boolean known = layout != null && section.format() == layout.format() && twin.format() == layout.format();
        if (known) {
            return byRecords(leader, section, rebuilt, twin, layout);
        }
        if (section.format() != twin.format() || !sameBytes(leader, section, rebuilt, twin)) {
            throw new MetadataException("section " + section.name() + " has a layout (" + format(section) + " and "
                    + format(twin) + ") that this mfsha does not know: it cannot be compared");
        }
        return Optional.empty();
    }

    private static Optional<Divergence> byRecords(
            BaseFile leader, BaseFile.Section section, BaseFile rebuilt, BaseFile.Section twin, Layout layout)
            throws IOException {
        SectionDigest one = SectionDigest.of(leader, section, layout);
        SectionDigest other = SectionDigest.of(rebuilt, twin, layout);
        if (one.differingFrom(other).isEmpty()) {
            return Optional.empty();
        }
        return RecordDifferences.between(
                new RecordDifferences.Side(leader, section, one),
                new RecordDifferences.Side(rebuilt, twin, other),
                layout);
    }

    private static boolean sameBytes(BaseFile leader, BaseFile.Section section, BaseFile rebuilt, BaseFile.Section twin)
            throws IOException {
        try (InputStream one = leader.open(section);
                InputStream other = rebuilt.open(twin)) {
            byte[] block = one.readNBytes(BLOCK_BYTES);
            while (Arrays.equals(block, other.readNBytes(BLOCK_BYTES))) {
                if (block.length == 0) {
                    return true;
                }
                block = one.readNBytes(BLOCK_BYTES);
            }
            return false;
        }
    }

    private static Divergence oneSided(BaseFile.Section section, String where) {
        return new Divergence(section.name(), 1, false, List.of("the whole section " + where));
    }

    private static String format(BaseFile.Section section) {
        return (section.format() >> 4) + "." + (section.format() & 0xf);
    }
}
