package org.mfsha.agent.cli;

import picocli.CommandLine.Command;

@Command(
        name = "archive",
        synopsisSubcommandLabel = "COMMAND",
        description = "What is kept of the past: see it, check it, copy it elsewhere. Works without a daemon.",
        subcommands = {ArchiveListCommand.class, ArchiveVerifyCommand.class, ArchiveExportCommand.class})
final class ArchiveCommand {}
