/**
 * The command line {@code mfsha}: the daemon ({@code run}) and the commands that ask it. Every error says what is wrong,
 * where, and what to do; every kind of failure has its own exit status ({@link org.mfsha.agent.cli.ExitStatus}).
 */
package org.mfsha.agent.cli;
