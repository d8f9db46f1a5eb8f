package org.mfsha.lab.chaos;

/** Something that must never be. */
record Violation(Rule rule, String what) {
    /** The rule that was broken. */
    enum Rule {
        ACKNOWLEDGED_STAYS("acknowledged and not there"),
        NO_ERRORS("error shown to an application"),
        LOCKS_ARE_RESPECTED("lock given to two"),
        ONE_MASTER("two masters"),
        WATCH_SEES("the watch is blind"),
        OUTAGE_IS_BOUNDED("outage too long"),
        CALM_RETURNS("no calm after the fault");

        private final String words;

        Rule(String words) {
            this.words = words;
        }
    }

    @Override
    public String toString() {
        return rule.words + ": " + what;
    }
}
