package org.mfsha.agent.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.Locale;

/**
 * The user and group mfsmaster runs as (WORKING_USER and WORKING_GROUP of mfsmaster.cfg).
 *
 * @param user owner of its files
 * @param group group of its files
 */
public record Ownership(UserPrincipal user, GroupPrincipal group) {
    /**
     * Looks names up on this host.
     *
     * @throws IOException when there is no such user or group; the message names it
     */
    public static Ownership of(String user, String group) throws IOException {
        UserPrincipalLookupService names = Path.of("/").getFileSystem().getUserPrincipalLookupService();
        return new Ownership(
                lookup("user", user, names::lookupPrincipalByName),
                lookup("group", group, names::lookupPrincipalByGroupName));
    }

    private interface Lookup<T> {
        T named(String name) throws IOException;
    }

    private static <T> T lookup(String what, String name, Lookup<T> lookup) throws IOException {
        try {
            return lookup.named(name);
        } catch (UserPrincipalNotFoundException e) {
            // The JDK says neither what was looked for nor under which name.
            throw new IOException(
                    "this host has no " + what + " '" + name + "'; mfsmaster.cfg: WORKING_"
                            + what.toUpperCase(Locale.ROOT),
                    e);
        }
    }

    /** Gives a file or directory to mfsmaster. */
    public void apply(Path path) throws IOException {
        PosixFileAttributeView view =
                Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        view.setOwner(user);
        view.setGroup(group);
    }
}
