package org.mfsha.lab.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TurnstileTest {
    private static final Duration SHORT = Duration.ofMillis(20);
    private static final Duration LONG = Duration.ofSeconds(20);

    private final Turnstile turnstile = new Turnstile();
    private final CountDownLatch inside = new CountDownLatch(1);
    private final CountDownLatch mayLeave = new CountDownLatch(1);

    @Test
    void whileItIsQuietNobodyIsLetIn() throws Exception {
        AtomicInteger turns = new AtomicInteger();
        Thread[] late = new Thread[1];

        int during = turnstile.quiet(LONG, () -> {
            late[0] = Thread.ofPlatform().daemon().start(() -> turnstile.pass(turns::incrementAndGet));
            while (late[0].getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            return turns.get();
        });

        assertThat(during).isZero();
        late[0].join();
        assertThat(turns).hasValue(1);
    }

    @Test
    void somebodyWhoHangsInsideKeepsItFromBeingQuiet() throws Exception {
        hang();

        assertThatThrownBy(() -> turnstile.quiet(SHORT, () -> true)).isInstanceOf(TimeoutException.class);
    }

    @Test
    void afterAFailureOthersAreLetInAgain() throws Exception {
        hang();
        assertThatThrownBy(() -> turnstile.quiet(SHORT, () -> true)).isInstanceOf(TimeoutException.class);

        AtomicInteger turns = new AtomicInteger();
        turnstile.pass(turns::incrementAndGet);
        assertThat(turns).hasValue(1);
    }

    @Test
    void somebodyWhoHangsIsNotWaitedForWhenItMayBeAlmostQuiet() throws Exception {
        hang();

        assertThat(turnstile.almostQuiet(SHORT, () -> true)).isTrue();
    }

    @Test
    void whoIsInsideIsWaitedFor() throws Exception {
        hang();
        Thread.ofPlatform().daemon().start(mayLeave::countDown);

        assertThat(turnstile.quiet(LONG, () -> mayLeave.getCount())).isZero();
    }

    private void hang() throws InterruptedException {
        Thread.ofPlatform()
                .daemon()
                .start(() -> turnstile.pass(() -> {
                    inside.countDown();
                    try {
                        mayLeave.await();
                    } catch (InterruptedException interrupted) {
                        Thread.currentThread().interrupt();
                    }
                }));
        inside.await();
    }
}
