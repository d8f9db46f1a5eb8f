package org.mfsha.agent.config;

import java.net.Inet4Address;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Typed values of single keys. A bad value becomes a problem and is replaced by the default, so that reading goes on. */
final class Settings {
    static final int MAX_NODES = 15;
    static final int MAX_NAME_CHARS = 32;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

    private final Path file;
    private final Map<Key, ConfigText.Entry> entries;
    private final List<Problem> problems;

    Settings(Path file, Map<Key, ConfigText.Entry> entries, List<Problem> problems) {
        this.file = file;
        this.entries = entries;
        this.problems = problems;
    }

    boolean isGiven(Key key) {
        return entries.containsKey(key);
    }

    Optional<String> text(Key key) {
        return Optional.ofNullable(entries.get(key))
                .map(ConfigText.Entry::value)
                .or(key::defaultText);
    }

    Problem problem(Key key, String what, String fix) {
        int line = Optional.ofNullable(entries.get(key))
                .map(ConfigText.Entry::line)
                .orElse(0);
        return new Problem(file, line, what, fix);
    }

    void report(Key key, String what, String fix) {
        problems.add(problem(key, what, fix));
    }

    /** A whole number within bounds, both included. */
    long number(Key key, long least, long most) {
        String text = text(key).orElseThrow();
        Optional<Long> value = parseLong(text).filter(number -> number >= least && number <= most);
        if (value.isEmpty()) {
            report(
                    key,
                    key + " = " + text + " is not a number from " + least + " to " + most,
                    "the default is " + key.defaultText().orElseThrow());
        }
        return value.orElseGet(() -> parseLong(key.defaultText().orElseThrow()).orElseThrow());
    }

    /** A number of bytes with a unit, as MooseFS's own files have it: {@code 256MiB}, {@code 1.5TB}, {@code 4096}. */
    long size(Key key, long least) {
        String text = text(key).orElseThrow();
        Optional<Long> value = ByteSize.parse(text).filter(bytes -> bytes >= least);
        if (value.isEmpty()) {
            report(
                    key,
                    key + " = " + text + " is not a size of at least " + ByteSize.inWords(least),
                    "write for example " + key.defaultText().orElseThrow() + ", the default");
        }
        return value.orElseGet(
                () -> ByteSize.parse(key.defaultText().orElseThrow()).orElseThrow());
    }

    /** An absolute path. */
    Path path(Key key, Path fallback) {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return fallback;
        }
        Optional<Path> path = parsePath(text.get()).filter(Path::isAbsolute);
        if (path.isEmpty()) {
            report(key, key + " = " + text.get() + " is not an absolute path", "start it with /");
        }
        return path.map(Path::normalize).orElse(fallback);
    }

    /** {@code name@address, name@address}; what is wrong with single nodes is reported, the good ones are returned. */
    List<Node> nodes(Key key, NodeKind kind) {
        List<Node> nodes = new ArrayList<>();
        for (String item : text(key).orElse("").split(",", -1)) {
            if (!item.isBlank()) {
                node(key, kind, item.strip()).ifPresent(nodes::add);
            }
        }
        if (nodes.size() > MAX_NODES) {
            report(key, key + " lists " + nodes.size() + " nodes", "the limit is " + MAX_NODES);
        }
        return nodes;
    }

    private Optional<Node> node(Key key, NodeKind kind, String item) {
        int at = item.indexOf('@');
        String name = at < 0 ? item : item.substring(0, at);
        Optional<Inet4Address> address = at < 0 ? Optional.empty() : address(item.substring(at + 1));
        if (address.isEmpty()) {
            report(
                    key,
                    key + ": " + item + " is not NAME@ADDRESS",
                    "write for example m1@10.77.0.11 (IPv4, no host name)");
            return Optional.empty();
        }
        if (!NAME.matcher(name).matches() || name.length() > MAX_NAME_CHARS) {
            String fix = "use up to " + MAX_NAME_CHARS + " letters, digits, dots, dashes, underscores";
            report(key, key + ": '" + name + "' cannot be a node's name", fix);
            return Optional.empty();
        }
        return Optional.of(new Node(name, address.get(), kind));
    }

    /** An IPv4 address in dotted form; never asks a name server. */
    static Optional<Inet4Address> address(String text) {
        if (!text.matches("\\d{1,3}(\\.\\d{1,3}){3}")) {
            return Optional.empty();
        }
        try {
            return Optional.of(Inet4Address.ofLiteral(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static Optional<Long> parseLong(String text) {
        try {
            return Optional.of(Long.parseLong(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<Path> parsePath(String text) {
        try {
            return Optional.of(Path.of(text));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
