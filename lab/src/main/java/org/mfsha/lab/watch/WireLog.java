package org.mfsha.lab.watch;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mfsha.lab.Lab;

/**
 * What tcpdump wrote ({@code -tt -e -q -n}), read on where the last reading ended: who served, in order. Not thread-safe.
 *
 * <p>To serve is to answer: a host that sends data is entered only if it was sent some since another one began to serve.
 * The kernel of a host that was cut off holds segments back until it knows the hardware address again (arp_queue) and
 * repeats others, long after its mfsmaster stopped; such a late answer of an earlier time is no second master.
 */
final class WireLog {
    private static final int HARDWARE_ADDRESS_LENGTH = 17;

    /** TIME FROM > TO, IPv4, length N: SOURCE > DESTINATION: tcp BYTES. */
    private static final int WORDS = 11;

    private static final int FROM = 1;
    private static final int TO = 3;
    private static final int DESTINATION = 9;
    private static final int LARGEST_READING_BYTES = 64 << 20;

    private final Path capture;
    private final Map<String, String> hostByHardwareAddress;
    private final List<Served> served = new ArrayList<>();
    private final Set<String> asked = new HashSet<>();
    private long position;

    WireLog(Path capture, Map<String, String> hostByHardwareAddress) {
        this.capture = capture;
        this.hostByHardwareAddress = hostByHardwareAddress;
    }

    /** Everybody who served so far, each entered once until another one did. */
    List<Served> served() throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(capture.toFile(), "r")) {
            while (position < file.length()) {
                byte[] bytes = new byte[(int) Math.min(LARGEST_READING_BYTES, file.length() - position)];
                file.seek(position);
                file.readFully(bytes);
                int whole = lastLineEnd(bytes);
                if (whole == 0) {
                    break;
                }
                position += whole;
                new String(bytes, 0, whole, StandardCharsets.ISO_8859_1).lines().forEach(this::line);
            }
        }
        return List.copyOf(served);
    }

    private static int lastLineEnd(byte[] bytes) {
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] != '\n') {
            end--;
        }
        return end;
    }

    private void line(String line) {
        String[] words = line.split(" ", WORDS);
        if (words.length < WORDS || words[FROM].length() != HARDWARE_ADDRESS_LENGTH || line.endsWith(" tcp 0")) {
            return;
        }
        if (words[DESTINATION].startsWith(Lab.SHARED_ADDRESS + ".")) {
            asked.add(words[TO].substring(0, HARDWARE_ADDRESS_LENGTH));
        } else if (asked.contains(words[FROM])) {
            String host = hostByHardwareAddress.getOrDefault(words[FROM], words[FROM]);
            if (served.isEmpty() || !served.getLast().host().equals(host)) {
                served.add(new Served(host, words[0]));
                asked.retainAll(Set.of(words[FROM]));
            }
        }
    }
}
