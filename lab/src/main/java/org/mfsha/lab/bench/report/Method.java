package org.mfsha.lab.bench.report;

import java.util.Arrays;
import java.util.List;
import org.mfsha.lab.bench.model.FaultCase;
import org.mfsha.lab.bench.model.Results;

/** The section about how it was measured. */
final class Method {
    private final Results results;

    Method(Results results) {
        this.results = results;
    }

    void tell(Markdown out) {
        out.head(2, "How it was measured");
        out.table(
                List.of("", ""),
                results.about().entrySet().stream()
                        .map(entry -> List.of(entry.getKey(), entry.getValue()))
                        .toList());
        out.paragraph("Every host is a network namespace on this one machine: two that can be the master, two"
                + " chunkservers, two clients; for mfsha a witness too. Each trial has a new cluster. Tools alternate;"
                + " each run begins with another one.");
        out.paragraph("The same for all: chunkservers with `MASTER_RECONNECTION_DELAY = 1` (MooseFS's default is 5 s;"
                + " with it every tool's data stall would be seconds longer) and `HDD_LEAVE_SPACE_DEFAULT = 16MiB`;"
                + " everything else of MooseFS is at its default, except that mfsha starts mfsmaster with"
                + " `CHANGELOG_SAVE_MODE = 1`.");
        out.list(List.of(
                "**how-to**: `ucarp -v 10 -p secret -z` with its default timing, one metalogger a machine. The up script"
                        + " adds the address and starts the slow work in the background: wait 3 s, look whether the address"
                        + " is here, move leftovers aside, `mfsmetalogger stop`, `mfsmaster -a`, `mfsmetalogger start`; if"
                        + " the restore fails, end this ucarp. For a planned handover, which it does not have, an"
                        + " administrator stops mfsmaster (which saves first) and then ucarp.",
                "**keepalived**: VRRP with adverts every second and `nopreempt`; a check every second, twice wrong before it"
                        + " counts, whether the mfsmaster process is there; the same restore without the 3 s; the handover"
                        + " is the same.",
                "**mfsha**: default settings; `mfsha switchover` for the handover."));
        out.paragraph("Cases:");
        out.list(Arrays.stream(FaultCase.values())
                .map(fault -> "**" + fault.title() + "**: " + fault.description() + ".")
                .toList());
        out.paragraph("Under full load: one application creates, renames and removes files and directories, another one"
                + " writes, fsyncs, appends and reads; both keep a ledger of everything they were promised, which is"
                + " compared with the file system afterwards. What a tool did not notice in the first run is not"
                + " repeated. Metadata of a size: a changelog that creates so many files (a thousand in a directory,"
                + " without chunks), restored by an unmodified mfsmaster.");
    }
}
