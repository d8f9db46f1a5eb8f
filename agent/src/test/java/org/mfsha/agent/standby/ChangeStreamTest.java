package org.mfsha.agent.standby;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mfsha.moosefs.files.Journal;
import org.mfsha.moosefs.files.LogLine;

@Timeout(20)
final class ChangeStreamTest {
    @Test
    void aStreamThatWaitsForAnAnswerEndsAtOnceAndTheLateAnswerChangesNothing() throws Exception {
        var asked = new CountDownLatch(1);
        var late = new CountDownLatch(1);
        var answered = new CountDownLatch(1);
        var taken = new AtomicBoolean();
        ChangeStream.GapFiller silent = _ -> {
            asked.countDown();
            await(late);
            answered.countDown();
            return () -> {
                taken.set(true);
                return List.of();
            };
        };
        try (var master = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var address = new InetSocketAddress(master.getInetAddress(), master.getLocalPort());
            ChangeStream stream = ChangeStream.start(address, new NoSink(), silent, new NoListener());
            await(asked);

            stream.close(); // It throws when the stream does not end.

            late.countDown();
            await(answered);
        }
        assertThat(taken).isFalse();
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static final class NoSink implements ChangeSink {
        @Override
        public long nextVersion() {
            return 1;
        }

        @Override
        public Journal.Outcome append(LogLine line) {
            throw new AssertionError("nothing was ever sent");
        }

        @Override
        public void flush() {
            throw new AssertionError("nothing was ever sent");
        }
    }

    private static final class NoListener implements ChangeStream.Listener {
        @Override
        public void connected(boolean now) {
            assertThat(now).isFalse();
        }

        @Override
        public void advanced() {
            throw new AssertionError("nothing was ever sent");
        }

        @Override
        public void broken(String why) {
            throw new AssertionError(why);
        }
    }
}
