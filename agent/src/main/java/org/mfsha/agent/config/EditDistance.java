package org.mfsha.agent.config;

/** How many letters have to change to make one word of another (Levenshtein). */
final class EditDistance {
    private static final int LONGEST_COMPARED = 64;

    private EditDistance() {}

    /** Words are compared up to their 64th letter. */
    static int between(String left, String right) {
        String a = left.substring(0, Math.min(left.length(), LONGEST_COMPARED));
        String b = right.substring(0, Math.min(right.length(), LONGEST_COMPARED));
        int[] previous = new int[b.length() + 1];
        for (int column = 0; column <= b.length(); column++) {
            previous[column] = column;
        }
        for (int row = 1; row <= a.length(); row++) {
            int[] current = new int[b.length() + 1];
            current[0] = row;
            for (int column = 1; column <= b.length(); column++) {
                int replaced = previous[column - 1] + (a.charAt(row - 1) == b.charAt(column - 1) ? 0 : 1);
                current[column] = Math.min(replaced, Math.min(previous[column], current[column - 1]) + 1);
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
