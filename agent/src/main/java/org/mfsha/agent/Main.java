package org.mfsha.agent;

import java.io.PrintWriter;
import java.nio.charset.Charset;
import org.mfsha.agent.cli.Cli;
import org.mfsha.agent.daemon.DaemonProcess;

/** Where the process starts. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        Charset charset = System.out.charset();
        PrintWriter out = new PrintWriter(System.out, true, charset);
        PrintWriter err = new PrintWriter(System.err, true, charset);
        System.exit(Cli.run(new DaemonProcess(), out, err, arguments));
    }
}
