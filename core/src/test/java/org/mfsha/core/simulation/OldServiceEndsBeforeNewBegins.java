package org.mfsha.core.simulation;

/** S3: once a later epoch serves, no earlier one ever does again. */
final class OldServiceEndsBeforeNewBegins implements Invariant {
    private final Ledger ledger;
    private long latest;

    OldServiceEndsBeforeNewBegins(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public void serviceBegan(SimNode node) {
        serves(node);
    }

    @Override
    public void acknowledges(SimNode node) {
        serves(node);
        if (ledger.heldBy(node.shell().image().orElseThrow().log()) < ledger.size()) {
            throw new Violation("S3: " + node.id() + " acknowledges on top of a history that is not the latest");
        }
    }

    private void serves(SimNode node) {
        long epoch = node.service().epoch();
        if (node.service().isReachable() && epoch < latest) {
            throw new Violation("S3: " + node.id() + " serves epoch " + epoch + " after epoch " + latest);
        }
        if (node.service().isReachable()) {
            latest = epoch;
        }
    }
}
