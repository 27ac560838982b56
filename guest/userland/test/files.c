#define _GNU_SOURCE
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>
#include "host.h"
#include "services.h"

#define MAX_HANDLES 256

typedef struct { int descriptor, deleteOnClose, isDirectory, isConsole; DIR *directory; char path[512],
    pattern[128]; } FILE_OBJECT;

static void *Handles[MAX_HANDLES];
static const char *WorkFolder, *SystemFolder;

void InitializeFiles(const char *workFolder, const char *systemFolder)
{
    WorkFolder = workFolder;
    SystemFolder = systemFolder;
}

u32 NewHandle(void *object)
{
    for (u32 i = 1; i < MAX_HANDLES; i++)
        if (Handles[i] == NULL)
        {
            Handles[i] = object;
            return i * 4;
        }
    abort();
}

void *ObjectOf(u32 handle)
{
    return handle / 4 < MAX_HANDLES ? Handles[handle / 4] : NULL;
}

void *CloseHandle(u32 handle)
{
    void *object = ObjectOf(handle);
    if (object != NULL) Handles[handle / 4] = NULL;
    return object;
}

int FileDescriptor(u32 handle)
{
    FILE_OBJECT *file = ObjectOf(handle);
    return file != NULL ? file->descriptor : -1;
}

static int StartsWith(const char *text, const char *prefix)
{
    return strncasecmp(text, prefix, strlen(prefix)) == 0;
}

/* \??\C:\work\x and \??\C:\WINDOWS\system32\x become host paths; everything else does not exist. */
static int HostPath(u32 objectAttributes, char *path)
{
    u32 name = AT(u32, objectAttributes + 8);
    char text[512];
    int length = AT(u16, name) / 2;
    for (int i = 0; i < length; i++) text[i] = (char)AT(u16, AT(u32, name + 4) + 2 * i);
    text[length] = 0;
    if (getenv("HOST_TRACE")) fprintf(stderr, "  name %s\n", text);
    if (AT(u32, objectAttributes + 4) != 0) abort();
    const char *rest;
    static const char work[] = "\\??\\C:\\work", system32[] = "\\??\\C:\\WINDOWS\\system32\\";
    if (StartsWith(text, system32)) rest = text + sizeof(system32) - 1, snprintf(path, 512, "%s/%s", SystemFolder, rest);
    else if (StartsWith(text, work)) rest = text + sizeof(work) - 1, snprintf(path, 512, "%s%s", WorkFolder, rest);
    else return 0;
    for (char *p = path; *p != 0; p++) if (*p == '\\') *p = '/';
    return 1;
}

static u32 FromErrno(void)
{
    switch (errno)
    {
    case ENOENT: return STATUS_OBJECT_NAME_NOT_FOUND;
    case ENOTDIR: return STATUS_OBJECT_PATH_NOT_FOUND;
    case EEXIST: return STATUS_OBJECT_NAME_COLLISION;
    case EISDIR: return STATUS_FILE_IS_A_DIRECTORY;
    case ENOTEMPTY: return STATUS_DIRECTORY_NOT_EMPTY;
    default: return STATUS_ACCESS_DENIED;
    }
}

static u32 Create(u32 *handle, u32 oa, u32 iosb, u32 disposition, u32 options)
{
    static const int flags[] = {O_CREAT | O_TRUNC, 0, O_CREAT | O_EXCL, O_CREAT, O_TRUNC, O_CREAT | O_TRUNC};
    FILE_OBJECT *file = calloc(1, sizeof(*file));
    struct stat status;
    if (!HostPath(oa, file->path)) return STATUS_OBJECT_PATH_NOT_FOUND;
    int existed = stat(file->path, &status) == 0;
    if (options & 1)
    {
        if (disposition == 2 && mkdir(file->path, 0777) != 0) return FromErrno();
        file->descriptor = open(file->path, O_RDONLY | O_DIRECTORY);
        file->isDirectory = 1;
    }
    else if (existed && S_ISDIR(status.st_mode))
    {
        if (options & 0x40) return STATUS_FILE_IS_A_DIRECTORY;
        file->descriptor = open(file->path, O_RDONLY);
        file->isDirectory = 1;
    }
    else file->descriptor = open(file->path, O_RDWR | flags[disposition], 0666);
    if (file->descriptor < 0) return FromErrno();
    file->deleteOnClose = (options & 0x1000) != 0;
    *handle = NewHandle(file);
    AT(u32, iosb) = 0;
    AT(u32, iosb + 4) = !existed ? 2 : disposition == 1 || disposition == 3 ? 1 : disposition == 0 ? 0 : 3;
    return STATUS_SUCCESS;
}

static u32 Transfer(u32 number, const u32 *args)
{
    int descriptor = FileDescriptor(args[0]);
    if (descriptor < 0) return STATUS_INVALID_HANDLE;
    if (args[7] != 0) lseek(descriptor, AT(int64_t, args[7]), SEEK_SET);
    ssize_t count = number == NtReadFile ? read(descriptor, (void *)args[5], args[6]) : write(descriptor, (void *)args[5],
        args[6]);
    if (count < 0) return FromErrno();
    u32 status = number == NtReadFile && count == 0 && args[6] != 0 ? STATUS_END_OF_FILE : STATUS_SUCCESS;
    AT(u32, args[4]) = status;
    AT(u32, args[4] + 4) = (u32)count;
    return status;
}

static void FillBasic(u32 buffer, const struct stat *status)
{
    memset((void *)buffer, 0, 0x28);
    AT(u32, buffer + 0x20) = S_ISDIR(status->st_mode) ? 0x10 : 0x20;
}

static u32 QueryInformation(const u32 *args)
{
    FILE_OBJECT *file = ObjectOf(args[0]);
    struct stat status;
    if (file == NULL) return STATUS_INVALID_HANDLE;
    fstat(file->descriptor, &status);
    switch (args[4])
    {
    case 4: FillBasic(args[2], &status); return STATUS_SUCCESS;
    case 5:
        memset((void *)args[2], 0, 0x18);
        AT(int64_t, args[2] + 8) = status.st_size;
        return STATUS_SUCCESS;
    case 14: AT(int64_t, args[2]) = lseek(file->descriptor, 0, SEEK_CUR); return STATUS_SUCCESS;
    default: return STATUS_NOT_IMPLEMENTED;
    }
}

static u32 Rename(FILE_OBJECT *file, u32 information)
{
    u32 string[2] = {AT(u32, information + 8) | AT(u32, information + 8) << 16, information + 12};
    u32 oa[6] = {24, 0, (u32)string, 0, 0, 0};
    char target[512];
    if (!HostPath((u32)oa, target)) return STATUS_OBJECT_PATH_NOT_FOUND;
    if (!AT(u8, information) && access(target, F_OK) == 0) return STATUS_OBJECT_NAME_COLLISION;
    if (rename(file->path, target) != 0) return FromErrno();
    strcpy(file->path, target);
    return STATUS_SUCCESS;
}

static u32 SetInformation(const u32 *args)
{
    FILE_OBJECT *file = ObjectOf(args[0]);
    if (file == NULL) return STATUS_INVALID_HANDLE;
    switch (args[4])
    {
    case 4: case 19: return STATUS_SUCCESS;
    case 10: return Rename(file, args[2]);
    case 13: file->deleteOnClose = AT(u8, args[2]); return STATUS_SUCCESS;
    case 14: lseek(file->descriptor, AT(int64_t, args[2]), SEEK_SET); return STATUS_SUCCESS;
    case 20: return ftruncate(file->descriptor, AT(int64_t, args[2])) == 0 ? STATUS_SUCCESS : FromErrno();
    default: return STATUS_NOT_IMPLEMENTED;
    }
}

static u32 QueryAttributes(u32 oa, u32 buffer, int full)
{
    char path[512];
    struct stat status;
    if (!HostPath(oa, path)) return STATUS_OBJECT_PATH_NOT_FOUND;
    if (stat(path, &status) != 0) return FromErrno();
    FillBasic(buffer, &status);
    if (!full) return STATUS_SUCCESS;
    AT(int64_t, buffer + 0x20) = AT(int64_t, buffer + 0x28) = status.st_size;
    AT(u32, buffer + 0x30) = S_ISDIR(status.st_mode) ? 0x10 : 0x20;
    return STATUS_SUCCESS;
}

static u32 QueryDirectory(const u32 *args)
{
    FILE_OBJECT *folder = ObjectOf(args[0]);
    if (folder == NULL) return STATUS_INVALID_HANDLE;
    int first = folder->directory == NULL;
    if (first)
    {
        folder->directory = opendir(folder->path);
        int length = args[9] != 0 ? AT(u16, args[9]) / 2 : 0;
        for (int i = 0; i < length; i++) folder->pattern[i] = (char)AT(u16, AT(u32, args[9] + 4) + 2 * i);
        if (length == 0) strcpy(folder->pattern, "*");
    }
    struct dirent *entry;
    while ((entry = readdir(folder->directory)) != NULL)
    {
        if (fnmatch(folder->pattern, entry->d_name, FNM_CASEFOLD) != 0) continue;
        struct stat status;
        fstatat(folder->descriptor, entry->d_name, &status, 0);
        u32 at = args[5];
        memset((void *)at, 0, 0x5E);
        AT(int64_t, at + 0x28) = status.st_size;
        AT(u32, at + 0x38) = S_ISDIR(status.st_mode) ? 0x10 : 0x20;
        AT(u32, at + 0x3C) = 2 * strlen(entry->d_name);
        for (u32 i = 0; i < strlen(entry->d_name); i++) AT(u16, at + 0x5E + 2 * i) = (u8)entry->d_name[i];
        return STATUS_SUCCESS;
    }
    return first ? STATUS_NO_SUCH_FILE : STATUS_NO_MORE_FILES;
}

static u32 Close(u32 handle)
{
    FILE_OBJECT *file = CloseHandle(handle);
    if (file == NULL) return STATUS_INVALID_HANDLE;
    if (file->deleteOnClose && (file->isDirectory ? rmdir(file->path) : unlink(file->path)) != 0) return FromErrno();
    return STATUS_SUCCESS;
}

/* A section is its file: the loader maps it and closes both. */
static u32 CreateSection(u32 *handle, u32 file)
{
    FILE_OBJECT *copy = malloc(sizeof(*copy));
    if (ObjectOf(file) == NULL) return STATUS_NOT_IMPLEMENTED;
    memcpy(copy, ObjectOf(file), sizeof(*copy));
    copy->deleteOnClose = 0;
    *handle = NewHandle(copy);
    return STATUS_SUCCESS;
}

u32 ServiceFile(u32 number, const u32 *args)
{
    switch (number)
    {
    case NtCreateFile: return Create(&AT(u32, args[0]), args[2], args[3], args[7], args[8]);
    case NtOpenFile: return Create(&AT(u32, args[0]), args[2], args[3], 1, args[5]);
    case NtReadFile: case NtWriteFile: return Transfer(number, args);
    case NtQueryInformationFile: return QueryInformation(args);
    case NtSetInformationFile: return SetInformation(args);
    case NtQueryAttributesFile: return QueryAttributes(args[0], args[1], 0);
    case NtQueryFullAttributesFile: return QueryAttributes(args[0], args[1], 1);
    case NtQueryDirectoryFile: return QueryDirectory(args);
    case NtQueryVolumeInformationFile: AT(u32, args[2]) = FileDescriptor(args[0]) > 2 ? 7 : 0x50; return STATUS_SUCCESS;
    case NtFlushBuffersFile: return STATUS_SUCCESS;
    case NtCreateSection: return CreateSection(&AT(u32, args[0]), args[6]);
    case NtClose: return Close(args[0]);
    default: return NOT_MINE;
    }
}
