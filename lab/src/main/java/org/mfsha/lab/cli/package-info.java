/** The command line of the lab, {@code bin/lab}: one class per verb group, nothing that a test could not do itself. */
package org.mfsha.lab.cli;
