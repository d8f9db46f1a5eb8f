package org.mfsha.lab.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WireLogTest {
    private static final String ONE = "0a:00:00:00:00:01";
    private static final String TWO = "0a:00:00:00:00:02";

    private static final String CLIENT = "0a:00:00:00:00:09";

    @TempDir
    private Path directory;

    private Path capture;
    private WireLog log;

    @BeforeEach
    void begin() throws IOException {
        capture = Files.writeString(
                directory.resolve("wire"), "listening on br0, link-type EN10MB (Ethernet), snapshot length 80 bytes\n");
        log = new WireLog(capture, Map.of(ONE, "m1", TWO, "m2"));
    }

    @Test
    void aServerIsEnteredOnceUntilAnotherOneServes() throws IOException {
        append(exchange(1, ONE) + exchange(2, ONE) + exchange(3, TWO) + exchange(4, ONE));

        assertThat(log.served())
                .containsExactly(new Served("m1", "1.5"), new Served("m2", "3.5"), new Served("m1", "4.5"));
    }

    @Test
    void aLateAnswerOfAnEarlierServerIsNoService() throws IOException {
        append(exchange(1, ONE) + exchange(2, TWO) + answer("3.5", ONE, 13));

        assertThat(log.served()).extracting(Served::host).containsExactly("m1", "m2");
    }

    @Test
    void aBareAcknowledgementIsNoService() throws IOException {
        append(exchange(1, ONE) + request("2.4", TWO) + answer("2.5", TWO, 0));

        assertThat(log.served()).extracting(Served::host).containsExactly("m1");
    }

    @Test
    void whatComesLaterIsReadLaterAndHalfALineWaitsForItsEnd() throws IOException {
        String second = exchange(2, TWO);
        append(exchange(1, ONE) + second.substring(0, 20));
        assertThat(log.served()).extracting(Served::host).containsExactly("m1");

        append(second.substring(20));
        assertThat(log.served()).extracting(Served::host).containsExactly("m1", "m2");
    }

    @Test
    void aStrangerIsNamedByItsHardwareAddress() throws IOException {
        append(exchange(1, "0a:00:00:00:00:03"));

        assertThat(log.served()).extracting(Served::host).containsExactly("0a:00:00:00:00:03");
    }

    private void append(String text) throws IOException {
        Files.writeString(capture, text, StandardOpenOption.APPEND);
    }

    /** A client asks in this second and gets an answer. */
    private static String exchange(int second, String server) {
        return request(second + ".4", server) + answer(second + ".5", server, 26);
    }

    private static String request(String time, String to) {
        return time + " " + CLIENT + " > " + to + ", IPv4, length 92: 10.77.0.71.40000 > 10.77.0.100.9421: tcp 26\n";
    }

    private static String answer(String time, String from, int bytes) {
        return time + " " + from + " > " + CLIENT + ", IPv4, length 80: 10.77.0.100.9421 > 10.77.0.71.40000: tcp "
                + bytes + "\n";
    }
}
