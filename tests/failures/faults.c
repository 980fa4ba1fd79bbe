/* Counts calls that change files below some folders, over all processes that it is loaded into
   (LD_PRELOAD), writes each down, and lets some of them fail or kills the whole process group there.

   FAULTS_UNDER  folders, ":" between: calls on what lies below one of them count
   FAULTS_STATE  a file of 8 bytes that holds the count
   FAULTS_LOG    a file that gets a line a call: number, result, operation, path, other path
   FAULTS_DATA   a folder that gets what each write wrote, by number; may be missing
   FAULTS_OPS    operations that count, "," between; all where it is missing
   FAULTS_ONLY   what must stand in one of the paths of a call that counts; may be missing
   FAULTS_AT     the number of the call that fails
   FAULTS_DO     an errno, or -1: SIGKILL before the call, -2: behind it */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

static long *count_;
static long at_, do_;
static const char *under_, *log_, *data_, *ops_, *only_;

__attribute__((constructor)) static void begin(void) {
    const char *state = getenv("FAULTS_STATE");
    under_ = getenv("FAULTS_UNDER"), log_ = getenv("FAULTS_LOG"), data_ = getenv("FAULTS_DATA");
    ops_ = getenv("FAULTS_OPS"), only_ = getenv("FAULTS_ONLY");
    if (!state || !under_ || !log_) return;
    at_ = getenv("FAULTS_AT") ? atol(getenv("FAULTS_AT")) : 0;
    do_ = getenv("FAULTS_DO") ? atol(getenv("FAULTS_DO")) : 0;
    int fd = syscall(SYS_openat, AT_FDCWD, state, O_RDWR | O_CLOEXEC);
    if (fd < 0) return;
    void *map = mmap(NULL, sizeof(long), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    syscall(SYS_close, fd);
    if (map != MAP_FAILED) count_ = map;
}

static int counts(const char *path) {
    for (const char *from = under_; *from;) {
        size_t length = strcspn(from, ":");
        if (!strncmp(path, from, length) && (path[length] == '/' || !path[length])) return 1;
        from += length + (from[length] == ':');
    }
    return 0;
}

static int is_listed(const char *op) {
    if (!ops_) return 1;
    size_t length = strlen(op);
    for (const char *from = ops_; *from;) {
        size_t next = strcspn(from, ",");
        if (next == length && !strncmp(from, op, length)) return 1;
        from += next + (from[next] == ',');
    }
    return 0;
}

static void of_fd(int fd, char *path) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = syscall(SYS_readlinkat, AT_FDCWD, link, path, PATH_MAX - 1);
    path[length < 0 ? 0 : length] = 0;
}

static void whole(int folder, const char *name, char *path) {
    if (name[0] == '/') {
        snprintf(path, PATH_MAX, "%s", name);
        return;
    }
    char before[PATH_MAX] = "";
    if (folder == AT_FDCWD) syscall(SYS_getcwd, before, sizeof before);
    else of_fd(folder, before);
    if (snprintf(path, PATH_MAX, "%s/%s", before, name) >= PATH_MAX) path[0] = 0;
}

static void put(long number, const void *data, size_t size) {
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/%ld", data_, number);
    int fd = syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    syscall(SYS_write, fd, data, size);
    syscall(SYS_close, fd);
}

static void noted(long number, const char *result, const char *op, const char *a, const char *b) {
    char line[3 * PATH_MAX];
    int size = snprintf(line, sizeof line, "%ld\t%s\t%s\t%s\t%s\n", number, result, op, a, b);
    int fd = syscall(SYS_openat, AT_FDCWD, log_, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    syscall(SYS_write, fd, line, size < (int)sizeof line ? size : (int)sizeof line);
    syscall(SYS_close, fd);
}

/* Whether the call is to fail, with errno set; `number`: its own, 0 where it does not count. */
static int fails(const char *op, const char *a, const char *b, long *number) {
    int before = errno;
    *number = 0;
    if (!count_ || (!counts(a) && !(*b == '/' && counts(b)))) return 0;
    if (!is_listed(op) || (only_ && !strstr(a, only_) && !strstr(b, only_))) {
        noted(0, "-", op, a, b);
        return 0;
    }
    *number = __atomic_add_fetch(count_, 1, __ATOMIC_SEQ_CST);
    int is_it = at_ && *number == at_;
    if (is_it && do_ == -1) {
        noted(*number, "kill", op, a, b);
        kill(0, SIGKILL);
        for (;;) pause();
    }
    noted(*number, !is_it ? "ok" : do_ > 0 ? "fail" : "kill", op, a, b);
    errno = is_it && do_ > 0 ? do_ : before;
    return is_it && do_ > 0;
}

static void done(long number) {
    if (number && number == at_ && do_ == -2) {
        kill(0, SIGKILL);
        for (;;) pause();
    }
}

#define NEXT(name) \
    static typeof(&name) next; \
    if (!next) next = (typeof(&name))dlsym(RTLD_NEXT, #name)

#define CALL(type, op, a, b, expression) \
    do { \
        long number; \
        if (fails(op, a, b, &number)) return -1; \
        type result = expression; \
        done(number); \
        return result; \
    } while (0)

static int is_writing(int flags) { return (flags & O_ACCMODE) != O_RDONLY || (flags & O_CREAT); }

#define OPEN(folder, path, flags, expression) \
    do { \
        char a[PATH_MAX], b[32]; \
        whole(folder, path, a); \
        snprintf(b, sizeof b, "%s", (flags & O_TRUNC) ? "truncated" : ""); \
        if (!is_writing(flags)) return expression; \
        CALL(int, "open", a, b, expression); \
    } while (0)

#define MODE(flags) \
    mode_t mode = 0; \
    if (flags & (O_CREAT | __O_TMPFILE)) { \
        va_list rest; \
        va_start(rest, flags); \
        mode = va_arg(rest, mode_t); \
        va_end(rest); \
    }

int open(const char *path, int flags, ...) {
    NEXT(open);
    MODE(flags)
    OPEN(AT_FDCWD, path, flags, next(path, flags, mode));
}
int open64(const char *path, int flags, ...) {
    NEXT(open64);
    MODE(flags)
    OPEN(AT_FDCWD, path, flags, next(path, flags, mode));
}
int openat(int folder, const char *path, int flags, ...) {
    NEXT(openat);
    MODE(flags)
    OPEN(folder, path, flags, next(folder, path, flags, mode));
}
int openat64(int folder, const char *path, int flags, ...) {
    NEXT(openat64);
    MODE(flags)
    OPEN(folder, path, flags, next(folder, path, flags, mode));
}

#define ON_FD(type, op, b, expression) \
    do { \
        char a[PATH_MAX]; \
        int before = errno; \
        of_fd(fd, a); \
        errno = before; \
        CALL(type, op, a, b, expression); \
    } while (0)

static ssize_t kept(int fd, const void *data, size_t size, off_t place, ssize_t (*write_)(void *),
                    void *arguments) {
    char a[PATH_MAX], b[32];
    long number;
    int before = errno;
    of_fd(fd, a);
    if (a[0] == '/' && counts(a) && place < 0)
        place = fcntl(fd, F_GETFL) & O_APPEND ? lseek(fd, 0, SEEK_END) : lseek(fd, 0, SEEK_CUR);
    snprintf(b, sizeof b, "%lld", (long long)place);
    errno = before;
    if (fails("write", a, b, &number)) return -1;
    if (number && data_) put(number, data, size);
    ssize_t result = write_(arguments);
    done(number);
    return result;
}

struct write_ { int fd; const void *data; size_t size; off_t place; };

static ssize_t write_now(void *of) {
    NEXT(write);
    struct write_ *w = of;
    return next(w->fd, w->data, w->size);
}
static ssize_t pwrite_now(void *of) {
    NEXT(pwrite64);
    struct write_ *w = of;
    return next(w->fd, w->data, w->size, w->place);
}
ssize_t write(int fd, const void *data, size_t size) {
    struct write_ w = {fd, data, size, -1};
    if (!count_) return write_now(&w);
    return kept(fd, data, size, -1, write_now, &w);
}
ssize_t pwrite64(int fd, const void *data, size_t size, off_t place) {
    struct write_ w = {fd, data, size, place};
    if (!count_) return pwrite_now(&w);
    return kept(fd, data, size, place, pwrite_now, &w);
}
ssize_t pwrite(int fd, const void *data, size_t size, off_t place) {
    return pwrite64(fd, data, size, place);
}
ssize_t writev(int fd, const struct iovec *parts, int many) {
    NEXT(writev);
    ON_FD(ssize_t, "writev", "", next(fd, parts, many));
}
ssize_t sendfile64(int fd, int from, off_t *place, size_t size) {
    static ssize_t (*next)(int, int, off_t *, size_t);
    if (!next) next = (ssize_t(*)(int, int, off_t *, size_t))dlsym(RTLD_NEXT, "sendfile64");
    ON_FD(ssize_t, "sendfile", "", next(fd, from, place, size));
}
int fsync(int fd) {
    NEXT(fsync);
    ON_FD(int, "fsync", "", next(fd));
}
int fdatasync(int fd) {
    NEXT(fdatasync);
    ON_FD(int, "fsync", "", next(fd));
}
#define TRUNCATED(name) \
    int name(int fd, off_t size) { \
        NEXT(name); \
        char b[32]; \
        snprintf(b, sizeof b, "%lld", (long long)size); \
        ON_FD(int, "truncate", b, next(fd, size)); \
    }
TRUNCATED(ftruncate)
TRUNCATED(ftruncate64)
int fallocate(int fd, int mode, off_t place, off_t size) {
    NEXT(fallocate);
    ON_FD(int, "allocate", "", next(fd, mode, place, size));
}
int fchmod(int fd, mode_t mode) {
    NEXT(fchmod);
    ON_FD(int, "chmod", "", next(fd, mode));
}
int close(int fd) {
    NEXT(close);
    if (!count_ || !is_writing(fcntl(fd, F_GETFL))) return next(fd);
    char a[PATH_MAX];
    long number;
    of_fd(fd, a);
    int is_failing = fails("close", a, "", &number), why = errno;
    int result = next(fd);
    done(number);
    if (is_failing) errno = why;
    return is_failing ? -1 : result;
}

#define ON_PATH(op, folder, path, expression) \
    do { \
        char a[PATH_MAX]; \
        whole(folder, path, a); \
        CALL(int, op, a, "", expression); \
    } while (0)
#define ON_TWO(op, folder, path, folder2, path2, expression) \
    do { \
        char a[PATH_MAX], b[PATH_MAX]; \
        whole(folder, path, a); \
        whole(folder2, path2, b); \
        CALL(int, op, a, b, expression); \
    } while (0)

int rename(const char *path, const char *to) {
    NEXT(rename);
    ON_TWO("rename", AT_FDCWD, path, AT_FDCWD, to, next(path, to));
}
int renameat(int folder, const char *path, int other, const char *to) {
    NEXT(renameat);
    ON_TWO("rename", folder, path, other, to, next(folder, path, other, to));
}
int link(const char *path, const char *to) {
    NEXT(link);
    ON_TWO("link", AT_FDCWD, path, AT_FDCWD, to, next(path, to));
}
int mkdir(const char *path, mode_t mode) {
    NEXT(mkdir);
    ON_PATH("mkdir", AT_FDCWD, path, next(path, mode));
}
int mkdirat(int folder, const char *path, mode_t mode) {
    NEXT(mkdirat);
    ON_PATH("mkdir", folder, path, next(folder, path, mode));
}
int unlink(const char *path) {
    NEXT(unlink);
    ON_PATH("unlink", AT_FDCWD, path, next(path));
}
int unlinkat(int folder, const char *path, int flags) {
    NEXT(unlinkat);
    ON_PATH(flags & AT_REMOVEDIR ? "rmdir" : "unlink", folder, path, next(folder, path, flags));
}
int rmdir(const char *path) {
    NEXT(rmdir);
    ON_PATH("rmdir", AT_FDCWD, path, next(path));
}
int remove(const char *path) {
    NEXT(remove);
    ON_PATH("unlink", AT_FDCWD, path, next(path));
}
int chmod(const char *path, mode_t mode) {
    NEXT(chmod);
    ON_PATH("chmod", AT_FDCWD, path, next(path, mode));
}
int fchmodat(int folder, const char *path, mode_t mode, int flags) {
    NEXT(fchmodat);
    ON_PATH("chmod", folder, path, next(folder, path, mode, flags));
}
int utimensat(int folder, const char *path, const struct timespec times[2], int flags) {
    NEXT(utimensat);
    ON_PATH("utime", folder, path, next(folder, path, times, flags));
}
