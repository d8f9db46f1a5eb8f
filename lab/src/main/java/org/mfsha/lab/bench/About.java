package org.mfsha.lab.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.mfsha.lab.system.Commands;

/** On what and with what is measured, in words by name. Results are comparable only if all of it is the same. */
final class About {
    private static final List<String> PACKAGES = List.of("moosefs-master", "ucarp", "keepalived");
    private static final List<String> BUILT = List.of("mfsha-core-", "mfsha-moosefs-", "mfsha-linux-", "mfsha-agent-");

    private About() {}

    /** @param root the checkout, built */
    static Map<String, String> machine(Path root) throws IOException, InterruptedException {
        Map<String, String> about = new LinkedHashMap<>();
        about.put(
                "processors",
                Runtime.getRuntime().availableProcessors() + " x " + first("/proc/cpuinfo", "model name"));
        about.put(
                "memory",
                Long.parseLong(first("/proc/meminfo", "MemTotal").replaceAll("\\D", "")) / (1 << 20) + " GiB");
        about.put(
                "kernel",
                Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip());
        about.put("java", System.getProperty("java.vendor.version", System.getProperty("java.version")));
        for (String name : PACKAGES) {
            about.put(name, version(name));
        }
        about.put("mfsha build", build(root.resolve("build").resolve("mfsha")));
        return about;
    }

    /** How busy the machine is with other things: runnable tasks during the last 1, 5 and 15 minutes. */
    static String load() throws IOException {
        return String.join(
                " ",
                List.of(Files.readString(Path.of("/proc/loadavg")).split(" ", -1))
                        .subList(0, 3));
    }

    private static String version(String name) throws IOException, InterruptedException {
        Commands.Result result = Commands.attempt(List.of("dpkg-query", "-W", "-f", "${Version}", name));
        return result.exit() == 0 ? result.output() : "unknown";
    }

    private static String first(String file, String key) throws IOException {
        Matcher matcher = Pattern.compile("(?m)^" + key + "\\s*:\\s*(.*)$").matcher(Files.readString(Path.of(file)));
        return matcher.find() ? matcher.group(1).strip() : "0";
    }

    /** The same for the same code: builds are reproducible. */
    private static String build(Path home) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (Stream<Path> jars = Files.list(home.resolve("lib"))) {
                for (Path jar : jars.sorted().toList()) {
                    if (BUILT.stream().anyMatch(jar.getFileName().toString()::startsWith)) {
                        digest.update(Files.readAllBytes(jar));
                    }
                }
            }
            digest.update(Files.readAllBytes(home.resolve("mfsha-guard")));
            return HexFormat.of().formatHex(digest.digest(), 0, 6);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
