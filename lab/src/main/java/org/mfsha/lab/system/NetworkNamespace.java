package org.mfsha.lab.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** A named network namespace, as {@code ip netns} keeps them under {@code /run/netns}. */
public record NetworkNamespace(String name) {
    private static final Path DIRECTORY = Path.of("/run/netns");
    private static final Duration DEATH_LIMIT = Duration.ofSeconds(10);

    /** All namespaces whose names start like this, by name. */
    public static List<NetworkNamespace> startingWith(String prefix) throws IOException {
        try (Stream<Path> entries = Files.list(DIRECTORY)) {
            return entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> name.startsWith(prefix))
                    .sorted()
                    .map(NetworkNamespace::new)
                    .toList();
        } catch (NoSuchFileException noneEver) {
            return List.of();
        }
    }

    /** Where {@code ip netns} keeps the handle of this namespace. */
    public Path path() {
        return DIRECTORY.resolve(name);
    }

    /** Whether it exists now. */
    public boolean exists() {
        return Files.exists(path());
    }

    /** Makes the namespace, brings {@code lo} up and turns IPv6 and binding to foreign addresses off. */
    public void create() throws IOException, InterruptedException {
        Commands.run("ip", "netns", "add", name);
        ip("link", "set", "lo", "up");
        Commands.run(inside(List.of(
                "sh",
                "-c",
                "echo 1 >/proc/sys/net/ipv6/conf/all/disable_ipv6; echo 1 >/proc/sys/net/ipv6/conf/default/disable_ipv6;"
                        + " echo 0 >/proc/sys/net/ipv4/ip_nonlocal_bind")));
    }

    /** Runs {@code ip} with these arguments in the namespace and returns its output. */
    public String ip(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("ip", "-n", name));
        command.addAll(List.of(arguments));
        return Commands.run(command);
    }

    /** The command that runs this command in the namespace. It shares the mounts of its caller. */
    public List<String> inside(List<String> command) {
        List<String> inside = new ArrayList<>(List.of("nsenter", "--net=" + path(), "--"));
        inside.addAll(command);
        return inside;
    }

    /** The ids of all processes in the namespace, zombies excepted. Empty when there is no such namespace. */
    public List<Long> pids() throws IOException {
        if (!exists()) {
            return List.of();
        }
        String link = "net:[" + Files.getAttribute(path(), "unix:ino") + "]";
        List<Long> pids = new ArrayList<>();
        for (long pid : ProcFs.pids()) {
            if (ProcFs.link(pid, "ns/net").filter(link::equals).isPresent()) {
                pids.add(pid);
            }
        }
        return pids;
    }

    /** Kills its processes until none is left: some may have been starting others. */
    public void killAll() throws IOException, InterruptedException {
        try {
            Await.until("processes in " + name + " to end", DEATH_LIMIT, () -> {
                List<Long> pids = pids();
                Signals.KILL.send(pids);
                return pids.isEmpty();
            });
        } catch (TimeoutException stuck) {
            throw new IOException("processes " + pids() + " in " + name + " do not die", stuck);
        }
    }

    /** Removes the namespace; its network devices go with it. Processes in it would keep it alive, namelessly. */
    public void delete() throws IOException, InterruptedException {
        if (exists()) {
            Commands.run("ip", "netns", "delete", name);
        }
    }
}
