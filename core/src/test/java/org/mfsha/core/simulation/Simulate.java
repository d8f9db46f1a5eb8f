package org.mfsha.core.simulation;

import java.util.Optional;

/** {@code make simulate}: fresh seeds for a while, or one seed with its story. Ends with 1 at a broken promise. */
final class Simulate {
    private static final long PART_SECONDS = 30;

    private Simulate() {}

    /**
     * Runs and tells.
     *
     * @param args {@code seconds N} or {@code seed N}
     */
    public static void main(String[] args) throws InterruptedException {
        if (args.length != 2 || !(args[0].equals("seconds") || args[0].equals("seed"))) {
            System.err.println("usage: make simulate [SECONDS=N | SEED=N]");
            System.exit(2);
        }
        long number = Long.parseLong(args[1]);
        boolean good = args[0].equals("seed") ? replay(number) : search(number);
        System.exit(good ? 0 : 1);
    }

    private static boolean replay(long seed) {
        var simulation = new Simulation(seed, Tampering.NONE, true);
        Optional<String> violation = Campaign.violation(simulation);
        System.out.println(simulation.settings());
        System.out.println(simulation.story());
        System.out.println(violation
                .map(what -> "BROKEN: " + what)
                .orElse(simulation.tally().report()));
        return violation.isEmpty();
    }

    private static boolean search(long seconds) throws InterruptedException {
        var total = new Tally();
        for (long left = seconds; left > 0; left -= PART_SECONDS) {
            Campaign part = Campaign.ofFreshSeeds(Math.min(left, PART_SECONDS));
            total.add(part.total());
            if (part.failure().isPresent()) {
                System.out.println(total.summary());
                System.out.println("BROKEN: " + part.failure().get().text());
                return false;
            }
            System.out.println(total.summary());
        }
        System.out.println(total.report());
        return true;
    }
}
