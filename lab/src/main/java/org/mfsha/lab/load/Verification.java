package org.mfsha.lab.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Compares what must be there with what a mount shows: names by listing, contents by reading. The mount should be
 * another one than the application's, which may still know things that the master has forgotten.
 */
final class Verification {
    private final Path mount;
    private final String directory;
    private long settledNanos = System.nanoTime();

    Verification(Path mount, String directory) {
        this.mount = mount;
        this.directory = directory;
    }

    /**
     * Everything acknowledged that is not there, and every name that is there though it was removed or never made. What
     * is reported once is not expected again. Names of operations that have not ended are
     * left out.
     */
    List<Missing> run(Ledger ledger) throws IOException {
        List<Missing> missing = new ArrayList<>(ledger.takeVanished());
        Set<String> names = names();
        Set<String> open = namesOf(ledger.unanswered());
        Set<String> reported = new HashSet<>();
        Map<String, Expectation> expectations = ledger.expectations();
        for (Map.Entry<String, Expectation> entry : expectations.entrySet()) {
            String path = entry.getKey();
            Expectation expected = entry.getValue();
            if (open.contains(path)) {
                continue;
            }
            finding(ledger, path, expected, names.contains(path)).ifPresent(found -> {
                reported.add(path);
                missing.add(found);
            });
        }
        for (String name : names) {
            if (!open.contains(name)
                    && !ledger.isOpen(name)
                    && !expectations.containsKey(name)
                    && !name.equals(directory)) {
                reported.add(name);
                missing.add(new Missing(
                        Operation.on(Operation.Kind.UNLINK, name), settledNanos, name + " is there and must not be"));
            }
        }
        ledger.settle(reported);
        settledNanos = System.nanoTime();
        return missing;
    }

    private static Set<String> namesOf(List<Operation> operations) {
        Set<String> names = new HashSet<>();
        for (Operation operation : operations) {
            names.add(operation.path());
            operation.target().ifPresent(names::add);
        }
        return names;
    }

    private Optional<Missing> finding(Ledger ledger, String path, Expectation expected, boolean there)
            throws IOException {
        if (expected.present() != there) {
            String finding = path + (there ? " is still there" : " is not there");
            return Optional.of(new Missing(expected.naming(), expected.namedNanos(), finding));
        }
        if (expected.isEmptyFile() && Files.size(mount.resolve(path)) > 0) {
            String finding = path + " holds " + Files.size(mount.resolve(path)) + " bytes that nobody wrote to it";
            return Optional.of(new Missing(expected.naming(), expected.namedNanos(), finding));
        }
        if (!there || expected.content().isEmpty()) {
            return Optional.empty();
        }
        byte[] bytes = Files.readAllBytes(mount.resolve(path));
        OptionalInt wrong = expected.content().get().firstWrong(bytes);
        if (wrong.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Missing(
                expected.cause(),
                ledger.appended(path, wrong.getAsInt()).orElse(expected.acknowledgedNanos()),
                path + " holds something else (" + bytes.length + " bytes, record " + wrong.getAsInt() + " of "
                        + expected.content().get().records() + ")"));
    }

    private Set<String> names() throws IOException {
        try (Stream<Path> files = Files.walk(mount.resolve(directory))) {
            return files.map(file -> mount.relativize(file).toString()).collect(Collectors.toSet());
        } catch (UncheckedIOException failed) {
            throw new IOException("cannot list " + directory, failed.getCause());
        }
    }
}
