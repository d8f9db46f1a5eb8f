package org.mfsha.lab.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mfsha.lab.Lab;
import org.mfsha.lab.system.HostProcess;
import org.mfsha.lab.system.ProcFs;
import org.mfsha.lab.system.TcpTable;

/** Hosts that could answer a client now: mfsmaster runs, listens, and the shared address is theirs. */
public final class ServingHosts {
    private static final int CLIENT_PORT = 9421;

    private ServingHosts() {}

    /** Those of these hosts that serve. */
    public static List<String> among(Lab lab, List<String> hosts) throws IOException {
        Map<String, String> byNamespace = new HashMap<>();
        for (String host : hosts) {
            Object inode = Files.getAttribute(lab.host(host).namespace().path(), "unix:ino");
            byNamespace.put("net:[" + inode + "]", host);
        }
        List<String> serving = new ArrayList<>();
        for (long pid : ProcFs.pids()) {
            boolean master = ProcFs.text(pid, "comm")
                    .filter(name -> name.strip().equals("mfsmaster"))
                    .isPresent();
            if (master) {
                Optional.ofNullable(byNamespace.get(ProcFs.link(pid, "ns/net").orElse("")))
                        .filter(host -> !serving.contains(host) && serves(pid))
                        .ifPresent(serving::add);
            }
        }
        return serving;
    }

    private static boolean serves(long pid) {
        return HostProcess.look(pid).filter(process -> process.state() != 'T').isPresent()
                && new TcpTable(pid).listens(CLIENT_PORT)
                && ProcFs.text(pid, "net/fib_trie")
                        .filter(routes -> routes.contains("-- " + Lab.SHARED_ADDRESS + "\n"))
                        .isPresent();
    }
}
