#define _GNU_SOURCE
#include "guard.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define LINE_LIMIT 128
#define RETRY_MILLIS 100

struct guard {
    struct address address;
    struct child child;
    struct keeper keeper;
    int timer_fd;
    int signal_fd;
    bool serving;   /* the address is meant to be here */
    bool suspended; /* mfsmaster is stopped */
    bool missing;   /* serving, but the address could not be put back yet */
    bool lingering; /* the address is meant to be gone, but could not be removed yet */
    bool foreign;   /* somebody else adds and removes the address: it is only looked for */
    int64_t lease;  /* CLOCK_BOOTTIME nanoseconds, 0 when no lease is armed */
    char line[LINE_LIMIT];
    size_t line_length;
    bool line_too_long;
};

int64_t boot_nanos(void) {
    struct timespec now;
    clock_gettime(CLOCK_BOOTTIME, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

/* Our stderr is mfsmaster's too and may be full while the agent is frozen: then the line is lost. */
static void put(int fd, const char *text, size_t length) {
    struct pollfd room = {.fd = fd, .events = POLLOUT};
    if (poll(&room, 1, 0) != 1) {
        return;
    }
    ssize_t written;
    do {
        written = write(fd, text, length);
    } while (written < 0 && errno == EINTR);
}

void warn_errno(const char *what, int error) {
    char line[256];
    int length = snprintf(line, sizeof line, "mfsha-guard: %s: %s\n", what, strerrordesc_np(error));
    put(STDERR_FILENO, line, length < (int)sizeof line ? (size_t)length : sizeof line - 1);
}

/* One line, one write. A reader that reads nothing loses lines, it does not stop the guard. */
__attribute__((format(printf, 1, 2))) static void say(const char *format, ...) {
    char line[256];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(line, sizeof line - 1, format, arguments);
    va_end(arguments);
    size_t end = length < (int)sizeof line - 1 ? (size_t)length : sizeof line - 2;
    line[end] = '\n';
    put(STDOUT_FILENO, line, end + 1);
}

void set_timer(int timer_fd, int64_t nanos) {
    struct itimerspec when = {.it_value = {.tv_sec = nanos / 1000000000, .tv_nsec = nanos % 1000000000}};
    timerfd_settime(timer_fd, TFD_TIMER_ABSTIME, &when, NULL);
}

int enter_realtime(void) {
    struct sched_param parameters = {.sched_priority = 1};
    return sched_setscheduler(0, SCHED_FIFO | SCHED_RESET_ON_FORK, &parameters) < 0 ? errno : 0;
}

static void arm(struct guard *guard, int64_t lease) {
    guard->lease = lease;
    set_timer(guard->timer_fd, lease);
    keeper_arm(&guard->keeper, lease);
}

static void drop_address(struct guard *guard) {
    guard->serving = false;
    guard->missing = false;
    if (guard->foreign) {
        return;
    }
    int error = address_remove(&guard->address);
    guard->lingering = error != 0;
    if (error != 0) {
        warn_errno("cannot remove the shared address, trying again", error);
    }
}

/* Stop first: from that moment on nothing answers, however long the address takes. */
static void suspend(struct guard *guard) {
    child_signal(&guard->child, SIGSTOP);
    guard->suspended = true;
    arm(guard, 0);
    drop_address(guard);
}

static void enforce_lease(struct guard *guard) {
    bool stopped = keeper_stopped(&guard->keeper) && !guard->suspended;
    if (guard->lease == 0 && !stopped) {
        return;
    }
    int64_t late = guard->lease == 0 ? 0 : boot_nanos() - guard->lease;
    if (late >= 0 || stopped) {
        suspend(guard);
        say("suspended lease %" PRId64, late);
    }
}

static bool raise_address(struct guard *guard, int64_t lease) {
    arm(guard, lease);
    int error = guard->foreign ? address_check(&guard->address) : address_add(&guard->address);
    if (error != 0 && error != EEXIST) {
        arm(guard, 0);
        say("error cannot add the address: %s", strerrordesc_np(error));
        return false;
    }
    guard->serving = true;
    guard->lingering = false;
    return true;
}

static void heal(struct guard *guard) {
    if (!guard->serving || guard->foreign) {
        return;
    }
    int error = address_add(&guard->address);
    guard->missing = error != 0 && error != EEXIST;
    if (error == 0) {
        say("healed");
    }
}

static void serve(struct guard *guard, int64_t lease) {
    if (guard->suspended) {
        say("error suspended: resume or kill");
    } else if (lease <= boot_nanos()) {
        say("error the lease is past");
    } else {
        int64_t before = guard->lease;
        if (raise_address(guard, lease < before ? before : lease)) {
            say("serving");
        } else if (before != 0) {
            arm(guard, before); /* it was silenced, and still has to stop in time */
        }
    }
}

static void extend(struct guard *guard, int64_t lease) {
    if (guard->suspended) {
        return; /* sent before the agent could know; only "resume" continues */
    }
    if (guard->lease == 0) {
        say("error no lease to extend");
    } else if (lease > guard->lease) {
        arm(guard, lease);
    }
}

/* The only way back in time, and so the only change of a lease that is confirmed: others rely on it. */
static void shorten(struct guard *guard, int64_t lease) {
    if (!guard->suspended && guard->lease == 0) {
        say("error no lease to shorten");
        return;
    }
    if (!guard->suspended && lease < guard->lease) {
        arm(guard, lease);
        enforce_lease(guard); /* it may be over already */
    }
    say("shortened %" PRId64, lease);
}

static void resume(struct guard *guard, int64_t lease) {
    if (!guard->suspended) {
        say("error not suspended");
    } else if (lease <= boot_nanos()) {
        say("error the lease is past");
    } else if (raise_address(guard, lease)) {
        guard->suspended = false;
        enforce_lease(guard); /* the kernel may have taken its time with the address */
        if (guard->suspended) {
            return;
        }
        child_signal(&guard->child, SIGCONT);
        say("serving");
    }
}

static void kill_child(struct guard *guard) {
    child_signal(&guard->child, SIGKILL);
    arm(guard, 0);
    drop_address(guard);
}

static void obey_plain(struct guard *guard, const char *verb) {
    if (strcmp(verb, "suspend") == 0) {
        suspend(guard);
        say("suspended command");
    } else if (strcmp(verb, "silence") == 0) {
        if (guard->suspended) {
            say("error suspended: resume or kill");
        } else {
            drop_address(guard);
            say("silenced");
        }
    } else if (strcmp(verb, "reload") == 0) {
        child_signal(&guard->child, SIGHUP);
        say("reloaded");
    } else if (strcmp(verb, "kill") == 0) {
        kill_child(guard);
        say("killed");
    } else if (strcmp(verb, "pid") == 0) {
        say("pid %d", (int)guard->child.pid);
    } else {
        say("error unknown command");
    }
}

/* Digits only: strtoll alone would take spaces and signs. */
static bool parse_nanos(const char *text, int64_t *nanos) {
    size_t length = strlen(text);
    if (length == 0 || length > 18 || strspn(text, "0123456789") != length) {
        return false;
    }
    *nanos = strtoll(text, NULL, 10);
    return *nanos > 0;
}

static void obey(struct guard *guard, char *line) {
    enforce_lease(guard); /* a command must not outrun a lease that is over */
    char *space = strchr(line, ' ');
    if (space == NULL) {
        obey_plain(guard, line);
        return;
    }
    *space = '\0';
    void (*timed)(struct guard *, int64_t) = strcmp(line, "serve") == 0 ? serve
        : strcmp(line, "lease") == 0                                    ? extend
        : strcmp(line, "shorten") == 0                                  ? shorten
        : strcmp(line, "resume") == 0                                   ? resume
                                                                        : NULL;
    int64_t nanos;
    if (timed == NULL) {
        say("error unknown command");
    } else if (!parse_nanos(space + 1, &nanos)) {
        say("error malformed time");
    } else {
        timed(guard, nanos);
    }
}

static void take_byte(struct guard *guard, char byte) {
    if (byte != '\n') {
        if (guard->line_length < LINE_LIMIT - 1 && byte != '\0') {
            guard->line[guard->line_length++] = byte;
        } else {
            guard->line_too_long = true;
        }
        return;
    }
    guard->line[guard->line_length] = '\0';
    if (guard->line_too_long) {
        say("error line too long or with a NUL");
    } else {
        obey(guard, guard->line);
    }
    guard->line_length = 0;
    guard->line_too_long = false;
}

/* False at the end of the input: the agent is dead. */
static bool read_commands(struct guard *guard) {
    char buffer[4096];
    ssize_t length = read(STDIN_FILENO, buffer, sizeof buffer);
    if (length < 0) {
        return errno == EINTR || errno == EAGAIN;
    }
    for (ssize_t i = 0; i < length; i++) {
        take_byte(guard, buffer[i]);
    }
    return length > 0;
}

static void report_exit(struct guard *guard) {
    int status;
    drop_address(guard);
    if (!child_status(&guard->child, &status)) {
        say("exited signal %d", SIGKILL); /* init died with it, which only SIGKILL does */
    } else if (WIFSIGNALED(status)) {
        say("exited signal %d", WTERMSIG(status));
    } else {
        say("exited code %d", WEXITSTATUS(status));
    }
    child_finish(&guard->child);
    if (guard->lingering) {
        drop_address(guard);
    }
}

/* Order matters: death, then the lease, and what others ask for last. */
static void guard_loop(struct guard *guard) {
    struct pollfd ready[] = {
        {.fd = guard->child.pidfd, .events = POLLIN},
        {.fd = guard->timer_fd, .events = POLLIN},
        {.fd = guard->signal_fd, .events = POLLIN},
        {.fd = guard->address.notify_fd, .events = POLLIN},
        {.fd = STDIN_FILENO, .events = POLLIN},
        {.fd = guard->keeper.wake_fd, .events = POLLIN},
    };
    for (;;) {
        poll(ready, sizeof ready / sizeof *ready, guard->missing || guard->lingering ? RETRY_MILLIS : -1);
        if (ready[0].revents != 0) {
            report_exit(guard);
            return;
        }
        enforce_lease(guard);
        if (guard->lingering) {
            drop_address(guard);
        }
        if (ready[2].revents != 0) {
            kill_child(guard);
            ready[2].fd = -1; /* once is enough; the child's end follows */
        }
        if ((ready[3].revents != 0 && address_maybe_lost(&guard->address)) || guard->missing) {
            heal(guard);
        }
        if (ready[4].revents != 0 && !read_commands(guard)) {
            kill_child(guard);
            ready[4].fd = -1;
        }
    }
}

static void protect_self(void) {
    if (mlockall(MCL_CURRENT | MCL_FUTURE) < 0) {
        warn_errno("continuing without locked memory", errno);
    }
    int error = enter_realtime();
    if (error != 0) {
        warn_errno("continuing without realtime scheduling", error);
    }
    int fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
    if (fd < 0 || write(fd, "-1000", 5) != 5) {
        warn_errno("continuing without protection from the OOM killer", errno);
    }
    if (fd >= 0) {
        close(fd);
    }
}

static int block_signals(void) {
    sigset_t fatal;
    sigemptyset(&fatal);
    sigaddset(&fatal, SIGTERM);
    sigaddset(&fatal, SIGINT);
    sigaddset(&fatal, SIGHUP);
    sigaddset(&fatal, SIGQUIT);
    sigset_t blocked = fatal;
    sigaddset(&blocked, SIGCHLD); /* init waits for it with sigtimedwait */
    sigprocmask(SIG_SETMASK, &blocked, NULL);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGTSTP, SIG_IGN);
    signal(SIGTTIN, SIG_IGN);
    signal(SIGTTOU, SIG_IGN);
    return signalfd(-1, &fatal, SFD_CLOEXEC | SFD_NONBLOCK);
}

/* A full pipe must not stop the guard; a terminal's flags are not ours to change. */
static void unblock_stdout(void) {
    struct stat status;
    if (fstat(STDOUT_FILENO, &status) == 0 && (S_ISFIFO(status.st_mode) || S_ISSOCK(status.st_mode))) {
        fcntl(STDOUT_FILENO, F_SETFL, fcntl(STDOUT_FILENO, F_GETFL) | O_NONBLOCK);
    }
}

static int fail(const char *what, int error) {
    warn_errno(what, error);
    return EXIT_FAILURE;
}

int main(int argc, char *argv[]) {
    static struct guard guard;
    if (argc > 1 && strcmp(argv[1], "--foreign-address") == 0) {
        guard.foreign = true;
        argc--;
        argv++;
    }
    if (argc < 7 || strcmp(argv[1], "--interface") != 0 || strcmp(argv[3], "--address") != 0
        || strcmp(argv[5], "--") != 0 || !address_parse(&guard.address, argv[2], argv[4])) {
        static const char usage[] =
            "usage: mfsha-guard [--foreign-address] --interface NAME --address IP/PREFIX -- COMMAND...\n";
        put(STDERR_FILENO, usage, sizeof usage - 1);
        return 2;
    }
    unblock_stdout();
    guard.signal_fd = block_signals();
    guard.timer_fd = timerfd_create(CLOCK_BOOTTIME, TFD_CLOEXEC | TFD_NONBLOCK);
    if (guard.signal_fd < 0 || guard.timer_fd < 0) {
        return fail("cannot create descriptors", errno);
    }
    protect_self();
    int error = address_open(&guard.address);
    if (error != 0) {
        return fail("cannot open rtnetlink", error);
    }
    error = address_keep_neighbours(&guard.address);
    if (error != 0) {
        warn_errno("cannot set promote_secondaries", error);
    }
    error = guard.foreign ? 0 : address_remove(&guard.address);
    if (error != 0) {
        return fail("cannot remove a leftover shared address", error);
    }
    error = child_start(&guard.child, argv + 6);
    if (error != 0) {
        return fail("cannot start the command", error);
    }
    error = keeper_start(&guard.keeper, &guard.child);
    if (error != 0) {
        return fail("cannot start the keeper of the lease", error); /* init dies with us, and the command with it */
    }
    say("started %d", (int)guard.child.pid);
    guard_loop(&guard);
    return EXIT_SUCCESS;
}
