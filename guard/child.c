#define _GNU_SOURCE
#include "guard.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* Protected, but behind the guard and the agent when the kernel must choose. */
#define CHILD_OOM_SCORE_ADJ "-900"
/* NICE_LEVEL of mfsmaster.cfg(5), its default. */
#define SESSION_NICE "-19"

static int pidfd_open_(pid_t pid) {
    return (int)syscall(SYS_pidfd_open, pid, 0u);
}

/* SIGPIPE's ignoring and the blocked signals are the guard's; exec would hand them down. */
static void default_signals(void) {
    sigset_t none;
    sigemptyset(&none);
    signal(SIGPIPE, SIG_DFL);
    signal(SIGTSTP, SIG_DFL);
    signal(SIGTTIN, SIG_DFL);
    signal(SIGTTOU, SIG_DFL);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

static void lower_oom_protection(void) {
    int fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
    if (fd < 0 || write(fd, CHILD_OOM_SCORE_ADJ, sizeof CHILD_OOM_SCORE_ADJ - 1) < 0) {
        warn_errno("child's oom_score_adj", errno);
    }
    if (fd >= 0) {
        close(fd);
    }
}

/*
 * mfsmaster gives itself nice -19, which counts within its session alone where the kernel shares the processor between
 * sessions first ("The autogroup feature", sched(7)). So its session gets the same. A kernel without that has no such file.
 */
static void raise_priority_of_session(void) {
    int fd = open("/proc/self/autogroup", O_WRONLY | O_CLOEXEC);
    if (fd < 0) {
        if (errno != ENOENT) {
            warn_errno("child's autogroup", errno);
        }
        return;
    }
    if (write(fd, SESSION_NICE, sizeof SESSION_NICE - 1) < 0) {
        warn_errno("child's autogroup", errno);
    }
    close(fd);
}

/* The command itself. Its own session, so that a terminal's Ctrl-C does not reach it. */
static _Noreturn void run_command(char *const argv[], int status_fd, int go_fd) {
    setsid();
    raise_priority_of_session();
    lower_oom_protection();
    default_signals();
    char go;
    /* The kernel stamps the message with our pid in the receiver's PID namespace. */
    if (send(status_fd, "h", 1, MSG_NOSIGNAL) != 1 || read(go_fd, &go, 1) != 1) {
        _exit(127);
    }
    execvp(argv[0], argv);
    warn_errno(argv[0], errno);
    _exit(127);
}

/* Reaps until the helpers of the dead command have ended too, or their grace is over. */
static void reap_helpers(void) {
    sigset_t child_signal;
    sigemptyset(&child_signal);
    sigaddset(&child_signal, SIGCHLD);
    int64_t deadline = boot_nanos() + HELPERS_GRACE_MILLIS * INT64_C(1000000);
    for (;;) {
        pid_t reaped = waitpid(-1, NULL, WNOHANG);
        if (reaped < 0 && errno == ECHILD) {
            return;
        }
        int64_t left = deadline - boot_nanos();
        if (left <= 0) {
            return;
        }
        if (reaped == 0) {
            struct timespec wait = {.tv_sec = left / 1000000000, .tv_nsec = left % 1000000000};
            sigtimedwait(&child_signal, NULL, &wait);
        }
    }
}

/*
 * Process 1 of the namespace. Its end is the end of every process in it, and it ends with the guard.
 * It keeps root and never changes its credentials: a change would cancel the parent-death signal,
 * which is what makes that signal useless for mfsmaster itself.
 */
static _Noreturn void run_init(char *const argv[], int status_fd, int go_fd, int guard_pidfd) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    struct pollfd guard = {.fd = guard_pidfd, .events = POLLIN};
    if (poll(&guard, 1, 0) != 0) {
        _exit(1); /* the guard died before the line above */
    }
    prctl(PR_SET_NAME, "mfsha-init");
    setsid();
    /* The agent must see the ends of its pipes when the guard is gone. */
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (null < 0 || dup2(null, STDIN_FILENO) < 0 || dup2(STDERR_FILENO, STDOUT_FILENO) < 0) {
        _exit(1);
    }
    pid_t command = fork();
    if (command < 0) {
        _exit(1);
    }
    if (command == 0) {
        run_command(argv, status_fd, go_fd);
    }
    close(go_fd);
    lower_oom_protection();
    int status;
    pid_t reaped;
    do {
        reaped = waitpid(-1, &status, 0);
    } while (reaped != command && (reaped >= 0 || errno == EINTR));
    if (reaped == command) {
        send(status_fd, &status, sizeof status, MSG_NOSIGNAL);
    }
    reap_helpers();
    _exit(0);
}

/* The sender's pid, translated by the kernel into our PID namespace. */
static pid_t receive_pid(int fd) {
    char byte;
    _Alignas(struct cmsghdr) char control[CMSG_SPACE(sizeof(struct ucred))];
    struct iovec data = {.iov_base = &byte, .iov_len = 1};
    struct msghdr message = {
        .msg_iov = &data, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
    struct pollfd ready = {.fd = fd, .events = POLLIN};
    if (poll(&ready, 1, 10000) != 1 || recvmsg(fd, &message, MSG_CMSG_CLOEXEC) != 1) {
        return -1;
    }
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    if (header == NULL || header->cmsg_type != SCM_CREDENTIALS) {
        return -1;
    }
    struct ucred credentials;
    memcpy(&credentials, CMSG_DATA(header), sizeof credentials);
    return credentials.pid;
}

int child_start(struct child *child, char *const argv[]) {
    int status[2];
    int go[2];
    int on = 1;
    int guard_pidfd = pidfd_open_(getpid());
    if (guard_pidfd < 0 || socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, status) < 0
        || setsockopt(status[0], SOL_SOCKET, SO_PASSCRED, &on, sizeof on) < 0 || pipe2(go, O_CLOEXEC) < 0) {
        return errno;
    }
    /* Not unshare and fork: a process whose children live in another PID namespace can start no thread. */
    child->init = (pid_t)syscall(SYS_clone, CLONE_NEWPID | SIGCHLD, NULL, NULL, NULL, NULL);
    if (child->init < 0) {
        return errno;
    }
    if (child->init == 0) {
        close(status[0]);
        close(go[1]);
        run_init(argv, status[1], go[0], guard_pidfd);
    }
    close(guard_pidfd);
    close(status[1]);
    close(go[0]);
    child->status_fd = status[0];
    child->pid = receive_pid(child->status_fd);
    /* The command waits for our byte, so its pid cannot be another's yet. */
    child->pidfd = child->pid > 0 ? pidfd_open_(child->pid) : -1;
    int error = child->pidfd < 0 ? ESRCH : 0;
    if (error == 0 && write(go[1], "g", 1) != 1) {
        error = errno;
    }
    close(go[1]);
    if (error != 0) {
        kill(child->init, SIGKILL);
    }
    return error;
}

int child_signal(const struct child *child, int signal) {
    return syscall(SYS_pidfd_send_signal, child->pidfd, signal, NULL, 0u) < 0 ? errno : 0;
}

bool child_status(const struct child *child, int *wait_status) {
    struct pollfd ready = {.fd = child->status_fd, .events = POLLIN};
    return poll(&ready, 1, HELPERS_GRACE_MILLIS) == 1
        && recv(child->status_fd, wait_status, sizeof *wait_status, MSG_DONTWAIT) == sizeof *wait_status;
}

void child_finish(struct child *child) {
    struct pollfd ended = {.fd = child->status_fd, .events = 0};
    poll(&ended, 1, HELPERS_GRACE_MILLIS + 100); /* POLLHUP: init has ended */
    kill(child->init, SIGKILL);
    waitpid(child->init, NULL, 0);
}
