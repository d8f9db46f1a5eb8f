package org.mfsha.core;

/**
 * Name of a node, unique in its cluster (the key {@code NODE_NAME}).
 *
 * @param name 1 to 32 characters: letters, digits, dot, dash, underscore
 */
public record NodeId(String name) implements Comparable<NodeId> {
    private static final int MAX_LENGTH = 32;

    public NodeId {
        if (name.isEmpty() || name.length() > MAX_LENGTH || !name.chars().allMatch(NodeId::isAllowed)) {
            throw new IllegalArgumentException(
                    "node name '" + name + "': use 1 to 32 letters, digits, dots, dashes or underscores");
        }
    }

    private static boolean isAllowed(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '.'
                || c == '-'
                || c == '_';
    }

    @Override
    public int compareTo(NodeId other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
