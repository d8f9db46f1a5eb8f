package org.mfsha.lab.system;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A shell that starts all other processes for this one.
 *
 * <p>Why: a process that has files open on a FUSE mount cannot start another one while the mount hangs. The child gets
 * a copy of all descriptors, and closing such a copy sends a FLUSH to the file system and waits for its answer (fuse,
 * {@code fs/fuse/file.c}); the very command that would end the fault is never reached. This shell is started before any
 * such file is open. It ends with its standard input, that is with this process.
 */
final class HelperShell {
    private static final String LOOP = "while IFS= read -r line; do eval \"$line\"; done";

    private final Writer requests;
    private final BufferedReader answers;

    private HelperShell(Process shell) {
        this.requests = shell.outputWriter(StandardCharsets.UTF_8);
        this.answers = new BufferedReader(new InputStreamReader(shell.getInputStream(), StandardCharsets.UTF_8));
    }

    /** The one of this process. In a session of its own, so that Ctrl-C does not end it before the clean-up. */
    static HelperShell instance() {
        return Holder.INSTANCE;
    }

    /** Evaluates a line that prints one line, and returns that. */
    synchronized String evaluate(String line) throws IOException {
        if (line.indexOf('\n') >= 0) {
            throw new IOException("a command cannot hold a line feed: " + line);
        }
        requests.write(line + "\n");
        requests.flush();
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException("the helper shell has ended");
        }
        return answer;
    }

    /** These words as the shell must see them to take them literally. */
    static String quoted(List<String> words) {
        return words.stream()
                .map(word -> "'" + word.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" "));
    }

    private static HelperShell start() {
        try {
            return new HelperShell(new ProcessBuilder("setsid", "bash", "-c", LOOP)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start());
        } catch (IOException noShell) {
            throw new UncheckedIOException("cannot start bash", noShell);
        }
    }

    private static final class Holder {
        static final HelperShell INSTANCE = start();
    }
}
