package org.mfsha.lab.watch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.mfsha.lab.Host;
import org.mfsha.lab.HostKind;
import org.mfsha.lab.Lab;
import org.mfsha.lab.system.Await;
import org.mfsha.lab.system.Commands;

/**
 * Sees whether there are ever two masters, in two ways that know nothing of mfsha.
 *
 * <p>On the wire: every segment with data from and to the shared address, in the order the bridge forwards them, by
 * hardware addresses. On the hosts, also where no packet gets out: who has the address, a listening port 9421 and a
 * running mfsmaster. Hosts cannot be looked at in the same instant, so they are looked at three times in a row: who serves
 * at the first and the third look served at the second one too.
 */
public final class Watch implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(10);

    private final Lab lab;
    private final List<String> candidates;
    private final long pauseMillis;
    private final WireLog wire;
    private final long capturer;
    private final List<String> together = new CopyOnWriteArrayList<>();
    private final Set<String> seenServing = ConcurrentHashMap.newKeySet();
    private final List<String> troubles = new CopyOnWriteArrayList<>();
    private final Thread thread;
    private volatile boolean ending;

    private Watch(Lab lab, Path capture, Duration pause) throws IOException, InterruptedException {
        Files.deleteIfExists(capture); // What an earlier lab left there would be taken for this one's.
        this.lab = lab;
        this.candidates = lab.hosts().stream()
                .filter(host -> host.kind() == HostKind.CANDIDATE)
                .map(Host::name)
                .toList();
        this.pauseMillis = pause.toMillis();
        Map<String, String> hostByHardwareAddress = new LinkedHashMap<>();
        for (String host : candidates) {
            hostByHardwareAddress.put(hardwareAddress(lab, host), host);
        }
        this.wire = new WireLog(capture, hostByHardwareAddress);
        // 66 bytes have no data; SYN and RST are no service.
        this.capturer = Commands.start(
                lab.wire()
                        .inside(List.of(
                                "tcpdump",
                                "-i",
                                "br0",
                                "-Z",
                                "root",
                                "-l",
                                "-n",
                                "-tt",
                                "-e",
                                "-q",
                                "-s",
                                "80",
                                "--immediate-mode",
                                // "and" and "or" bind equally tight (pcap-filter(7)).
                                "((src host " + Lab.SHARED_ADDRESS + " and src portrange 9419-9421) or (dst host "
                                        + Lab.SHARED_ADDRESS + " and dst portrange 9419-9421)) and greater 67"
                                        + " and tcp[tcpflags] & (tcp-syn|tcp-rst) = 0")),
                capture);
        this.thread = Thread.ofPlatform().daemon().name("watch").start(this::look);
    }

    /** Begins to watch; the capture is kept in this file. */
    public static Watch begin(Lab lab, Path capture) throws IOException, InterruptedException, TimeoutException {
        return begin(lab, capture, PAUSE);
    }

    /**
     * Begins to watch with less effort.
     *
     * @param pause how long the hosts are not looked at after each look
     */
    public static Watch begin(Lab lab, Path capture, Duration pause)
            throws IOException, InterruptedException, TimeoutException {
        Watch watch = new Watch(lab, capture, pause);
        Await.until(
                "tcpdump",
                START_LIMIT,
                () -> Files.exists(capture) && Files.readString(capture).contains("listening on"));
        return watch;
    }

    /** The hardware address of a host's interface. */
    public static String hardwareAddress(Lab lab, String host) throws IOException, InterruptedException {
        String[] words = lab.host(host)
                .namespace()
                .ip("-oneline", "link", "show", "eth0")
                .split(" +");
        return words[List.of(words).indexOf("link/ether") + 1];
    }

    /** Who served, in the order seen on the wire, each named once until another one did. */
    public List<String> servers() throws IOException {
        return served().stream().map(Served::host).toList();
    }

    /** The same with times. */
    public synchronized List<Served> served() throws IOException {
        return wire.served();
    }

    /** Every time two hosts could have served at once, in words. */
    public List<String> together() {
        if (!troubles.isEmpty()) {
            throw new IllegalStateException("the hosts could not be watched: " + troubles);
        }
        return List.copyOf(together);
    }

    /** Every host that was able to serve at some look since this was asked last. */
    public Set<String> takeSeenServing() {
        Set<String> seen = Set.copyOf(seenServing);
        seenServing.removeAll(seen);
        return seen;
    }

    private void look() {
        try {
            while (!ending) {
                List<String> first = serving();
                List<String> second = serving();
                List<String> third = serving();
                seenServing.addAll(second);
                for (String host : first) {
                    second.stream()
                            .filter(other -> !other.equals(host) && third.contains(host))
                            .forEach(other -> together.add(host + " and " + other));
                }
                TimeUnit.MILLISECONDS.sleep(pauseMillis);
            }
        } catch (IOException | UncheckedIOException e) {
            troubles.add(e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<String> serving() throws IOException {
        return ServingHosts.among(lab, candidates);
    }

    @Override
    public void close() throws IOException {
        ending = true;
        try {
            thread.join(START_LIMIT);
            Commands.attempt(List.of("kill", Long.toString(capturer)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
