package org.mfsha.lab.bench.model;

/** One measurement that is planned or made. */
public sealed interface Trial {
    /** Which repetition, counted from 1. */
    int run();

    /** Its name in logs and directories. */
    String name();

    /** The same for every run. */
    String kind();

    /** A fault under full load. */
    record Fault(int run, Tool tool, FaultCase fault, Size size) implements Trial {
        @Override
        public String kind() {
            return tool.id() + " " + fault.id() + " " + size.inodes();
        }

        @Override
        public String name() {
            return fault.id() + "-" + size.inodes() + "-" + tool.id() + "-" + run;
        }
    }

    /**
     * Speed and use of resources, without a fault.
     *
     * @param attached whether mfsha is there, or one stock master alone
     */
    record Cost(int run, boolean attached) implements Trial {
        @Override
        public String kind() {
            return attached ? "cost mfsha" : "cost stock";
        }

        @Override
        public String name() {
            return (attached ? "cost-mfsha-" : "cost-stock-") + run;
        }
    }
}
