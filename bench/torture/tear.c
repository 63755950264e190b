/*
 * Loaded into an engine (LD_PRELOAD): once the file TEAR_FLAG exists, the next change of a file below TEAR_BELOW is made by half and the
 * process ends as by SIGKILL, as a machine does that loses its power in the middle of a write.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static int due(void) {
  const char *flag = getenv("TEAR_FLAG");
  return flag != NULL && access(flag, F_OK) == 0;
}

static int below(const char *path) {
  const char *folder = getenv("TEAR_BELOW");
  return folder != NULL && strncmp(path, folder, strlen(folder)) == 0;
}

static int hits(int fd) {
  if (!due()) return 0;
  char link[64], path[PATH_MAX];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = 0;
  return below(path);
}

static void end(void) { kill(getpid(), SIGKILL); pause(); }

ssize_t write(int fd, const void *from, size_t count) {
  if (hits(fd)) { REAL(write)(fd, from, count / 2); end(); }
  return REAL(write)(fd, from, count);
}

ssize_t pwrite64(int fd, const void *from, size_t count, off64_t at) {
  if (hits(fd)) { REAL(pwrite64)(fd, from, count / 2, at); end(); }
  return REAL(pwrite64)(fd, from, count, at);
}

ssize_t pwrite(int fd, const void *from, size_t count, off_t at) { return pwrite64(fd, from, count, at); }

ssize_t writev(int fd, const struct iovec *parts, int count) {
  if (hits(fd)) { REAL(writev)(fd, parts, count / 2); end(); }
  return REAL(writev)(fd, parts, count);
}

int ftruncate64(int fd, off64_t length) {
  if (hits(fd)) end();
  return REAL(ftruncate64)(fd, length);
}

int ftruncate(int fd, off_t length) { return ftruncate64(fd, length); }

int rename(const char *from, const char *to) {
  if (due() && below(to)) end();
  return REAL(rename)(from, to);
}

int unlink(const char *path) {
  if (due() && below(path)) end();
  return REAL(unlink)(path);
}
