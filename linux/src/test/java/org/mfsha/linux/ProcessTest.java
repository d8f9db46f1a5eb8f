package org.mfsha.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ProcessTest {
    @Test
    void theBootClockIsTheKernelsUptime() throws Exception {
        double uptimeSeconds =
                Double.parseDouble(Files.readString(Path.of("/proc/uptime")).split(" ", 2)[0]);
        assertThat(BootClock.nanos() / 1e9).isBetween(uptimeSeconds - 0.02, uptimeSeconds + 60);
    }

    @Test
    void aFailedCallSaysItsNameAndTheReason() {
        NativeFunction close = NativeFunction.bind("close", NativeFunction.INT, NativeFunction.INT);
        assertThatThrownBy(() -> close.call(-1))
                .isInstanceOf(LinuxException.class)
                .hasMessage("close: Bad file descriptor");
    }

    @Test
    void raisedPriorityShowsInEveryThread() throws Exception {
        assertThat(ProcessProtection.raisePriority()).isEmpty();
        String stat = Files.readString(Path.of("/proc/thread-self/stat")).replaceFirst(".*\\) ", "");
        assertThat(stat.split(" ", -1)[16]).isEqualTo("-19");
    }

    @Test
    void raisedPriorityIsTheSessionsTooIfItIsTheProcesssOwn() throws Exception {
        assertThat(sessionOfARaisedProcess("setsid")).contains("nice -19");
        assertThat(sessionOfARaisedProcess("env")).isEqualTo(Files.readString(Path.of("/proc/self/autogroup")));
    }

    private static String sessionOfARaisedProcess(String starter) throws IOException {
        Process raised = new ProcessBuilder(
                        starter,
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Raised.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return new String(raised.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }

    /** Raises its own priority and prints what became of its session. */
    static final class Raised {
        private Raised() {}

        public static void main(String[] arguments) throws IOException {
            assertThat(ProcessProtection.raisePriority()).isEmpty();
            System.out.print(Files.readString(Path.of("/proc/self/autogroup")));
        }
    }

    @Test
    void loweredPriorityIsTheCallingThreadsAndItsProcessesAlone() throws Exception {
        String before = niceOfThisThread();
        AtomicReference<String> lowered = new AtomicReference<>("");
        AtomicReference<String> child = new AtomicReference<>("");
        Thread thread = Thread.ofPlatform().start(() -> {
            try {
                assertThat(ProcessProtection.lowerPriorityOfThread()).isEmpty();
                lowered.set(niceOfThisThread());
                Process nice = new ProcessBuilder("nice").start();
                child.set(new String(nice.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        thread.join();

        assertThat(lowered).hasValue("19");
        assertThat(child).hasValue("19");
        assertThat(niceOfThisThread()).isEqualTo(before);
    }

    private static String niceOfThisThread() throws IOException {
        String stat = Files.readString(Path.of("/proc/thread-self/stat")).replaceFirst(".*\\) ", "");
        return stat.split(" ", -1)[16];
    }
}
