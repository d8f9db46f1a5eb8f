package org.mfsha.linux;

import static org.mfsha.linux.NativeFunction.INT;
import static org.mfsha.linux.NativeFunction.POINTER;

import java.lang.foreign.Arena;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** Runs code of this JVM inside a network namespace, on a thread of its own. */
public final class Namespace {
    private static final NativeFunction OPEN = NativeFunction.bind("open", INT, POINTER, INT);
    private static final NativeFunction SETNS = NativeFunction.bind("setns", INT, INT, INT);
    private static final int CLONE_NEWNET = 0x40000000;

    private Namespace() {}

    public static <T> T call(String name, Callable<T> work) throws Exception {
        FutureTask<T> task = new FutureTask<>(() -> {
            enter(name);
            return work.call();
        });
        Thread.ofPlatform().daemon().start(task);
        return task.get(60, TimeUnit.SECONDS);
    }

    private static void enter(String name) throws LinuxException {
        try (Arena arena = Arena.ofConfined();
                FileDescriptor namespace =
                        FileDescriptor.owning(OPEN.call(arena.allocateFrom("/run/netns/" + name), 0))) {
            SETNS.call(namespace.number(), CLONE_NEWNET);
        }
    }
}
