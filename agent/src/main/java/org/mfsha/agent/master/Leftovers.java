package org.mfsha.agent.master;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Guards and mfsmasters of an earlier agent of this node. A guard kills its mfsmaster when its agent ends, but the kernel may
 * keep it waiting; and a paused leader's mfsmaster would be allowed to serve on. So an agent takes part only when they are
 * gone: what does not lead does not serve.
 */
final class Leftovers {
    private Leftovers() {}

    /**
     * Waits until nothing runs any more with a configuration in a directory.
     *
     * @throws IOException when something still does at the end of the limit
     */
    static void awaitEnd(Path runDirectory, Duration limit) throws IOException, InterruptedException {
        List<ProcessHandle> left = ProcessHandle.allProcesses()
                .filter(process -> usesConfigurationIn(process, runDirectory))
                .toList();
        CompletableFuture<?>[] exits = left.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(exits).get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IOException("an earlier mfsmaster cannot be waited for", e);
        } catch (TimeoutException e) {
            throw new IOException(
                    "a guard or mfsmaster of an earlier start still runs, process "
                            + left.stream()
                                    .filter(ProcessHandle::isAlive)
                                    .map(process -> Long.toString(process.pid()))
                                    .toList()
                            + ": it may be serving. End it, then start this agent again",
                    e);
        }
    }

    private static boolean usesConfigurationIn(ProcessHandle process, Path runDirectory) {
        List<String> arguments = Arrays.asList(process.info().arguments().orElse(new String[0]));
        return arguments.contains("-a")
                && arguments.stream().anyMatch(argument -> argument.startsWith(runDirectory + "/"));
    }
}
