/* Files, pipes, mailslots, notification and volumes through the Win32 functions. */
#define _WIN32_WINNT 0x0A00
#include "check.h"
#include <winioctl.h>

static const char Pipe[] = "\\\\.\\pipe\\iowin32";

static DWORD Write(HANDLE file, const char *text)
{
    DWORD count = 0xDEAD;
    return WriteFile(file, text, (DWORD)lstrlenA(text), &count, NULL) ? count : GetLastError() | 0x10000;
}

static HANDLE Make(const char *name, const char *text, DWORD share)
{
    HANDLE file = CreateFileA(name, GENERIC_READ | GENERIC_WRITE | DELETE, share, NULL, CREATE_ALWAYS, 0, NULL);
    if (*text) Write(file, text);
    return file;
}

static void NamedPipes(void)
{
    char buffer[16];
    DWORD count, left, available, flags, out, in, instances;
    OVERLAPPED overlapped = {0};
    overlapped.hEvent = CreateEventA(NULL, TRUE, FALSE, NULL);
    FAILS(WaitNamedPipeA(Pipe, 1), ERROR_FILE_NOT_FOUND);
    HANDLE server = CreateNamedPipeA(Pipe, PIPE_ACCESS_DUPLEX | FILE_FLAG_OVERLAPPED, PIPE_TYPE_MESSAGE | PIPE_READMODE_MESSAGE, 1, 100, 200, 0, NULL);
    CHECK(server != INVALID_HANDLE_VALUE);
    CHECK(CreateNamedPipeA(Pipe, PIPE_ACCESS_DUPLEX, PIPE_TYPE_MESSAGE, 1, 100, 200, 0, NULL) == INVALID_HANDLE_VALUE);
    Check("busy", GetLastError(), ERROR_PIPE_BUSY);
    FAILS(ConnectNamedPipe(server, &overlapped), ERROR_IO_PENDING);
    CHECK(WaitNamedPipeA(Pipe, NMPWAIT_USE_DEFAULT_WAIT));
    HANDLE client = CreateFileA(Pipe, GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_EXISTING, 0, NULL);
    CHECK(client != INVALID_HANDLE_VALUE);
    CHECK(GetOverlappedResult(server, &overlapped, &count, FALSE));
    CHECK(GetNamedPipeInfo(server, &flags, &out, &in, &instances));
    Check("flags", flags, PIPE_SERVER_END | PIPE_TYPE_MESSAGE);
    Check("sizes", out << 16 | in, 100 << 16 | 200);
    Check("instances", instances, 1);
    DWORD mode = PIPE_READMODE_MESSAGE;
    CHECK(SetNamedPipeHandleState(client, &mode, NULL, NULL));
    CHECK(GetNamedPipeHandleStateA(client, &mode, &instances, NULL, NULL, NULL, 0));
    Check("state", mode, PIPE_READMODE_MESSAGE);
    Check("write", Write(server, "message"), 7);
    Check("write again", Write(server, "more"), 4);
    CHECK(PeekNamedPipe(client, buffer, 3, &count, &available, &left));
    Check("peeked", count, 3);
    Check("available", available, 11);
    Check("left", left, 4);
    CHECK(!ReadFile(client, buffer, 4, &count, NULL));
    Check("more data", GetLastError(), ERROR_MORE_DATA);
    CHECK(ReadFile(client, buffer, 16, &count, NULL) && count == 3);
    CHECK(ReadFile(client, buffer, 16, &count, NULL) && count == 4);
    CloseHandle(client);
    FAILS(ReadFile(server, buffer, 16, &count, &overlapped), ERROR_BROKEN_PIPE);
    Check("no reader", Write(server, "x"), ERROR_NO_DATA | 0x10000);
    FAILS(ConnectNamedPipe(server, &overlapped), ERROR_NO_DATA);
    CHECK(DisconnectNamedPipe(server));
    Check("disconnected", Write(server, "x"), ERROR_PIPE_NOT_CONNECTED | 0x10000);
    FAILS(ConnectNamedPipe(server, &overlapped), ERROR_IO_PENDING);
    CHECK(CancelIo(server));
    FAILS(GetOverlappedResult(server, &overlapped, &count, TRUE), ERROR_OPERATION_ABORTED);
    Check("listening", Write(server, "x"), ERROR_PIPE_LISTENING | 0x10000);
    CloseHandle(server);
    CloseHandle(overlapped.hEvent);
}

static DWORD WINAPI Transact(void *server)
{
    char buffer[16];
    DWORD count;
    ConnectNamedPipe(server, NULL);
    ReadFile(server, buffer, 16, &count, NULL);
    buffer[0] = 'R';
    WriteFile(server, buffer, count, &count, NULL);
    FlushFileBuffers(server);
    DisconnectNamedPipe(server);
    return 0;
}

static void CallingAndAnonymous(void)
{
    char buffer[16];
    DWORD count;
    HANDLE server = CreateNamedPipeA(Pipe, PIPE_ACCESS_DUPLEX, PIPE_TYPE_MESSAGE | PIPE_READMODE_MESSAGE, 1, 100, 100, 0, NULL);
    HANDLE thread = CreateThread(NULL, 0, Transact, server, 0, NULL);
    CHECK(CallNamedPipeA(Pipe, "request", 7, buffer, 16, &count, NMPWAIT_WAIT_FOREVER));
    Check("answered", count, 7);
    Check("its first letter", (BYTE)buffer[0], 'R');
    WaitForSingleObject(thread, INFINITE);
    CloseHandle(thread);
    CloseHandle(server);
    HANDLE reader, writer;
    CHECK(CreatePipe(&reader, &writer, NULL, 0));
    Check("type", GetFileType(reader), FILE_TYPE_PIPE);
    Check("write", Write(writer, "anonymous"), 9);
    CHECK(ReadFile(reader, buffer, 4, &count, NULL) && count == 4);
    CloseHandle(writer);
    CHECK(ReadFile(reader, buffer, 16, &count, NULL) && count == 5);
    FAILS(ReadFile(reader, buffer, 16, &count, NULL), ERROR_BROKEN_PIPE);
    CloseHandle(reader);
}

static void Mailslots(void)
{
    static const char name[] = "\\\\.\\mailslot\\iowin32";
    char buffer[16];
    DWORD most, next, messages, timeout, count;
    HANDLE slot = CreateMailslotA(name, 10, 0, NULL);
    CHECK(slot != INVALID_HANDLE_VALUE);
    CHECK(CreateMailslotA(name, 10, 0, NULL) == INVALID_HANDLE_VALUE);
    Check("exists", GetLastError(), ERROR_ALREADY_EXISTS);
    FAILS(ReadFile(slot, buffer, 16, &count, NULL), ERROR_SEM_TIMEOUT);
    HANDLE client = CreateFileA(name, GENERIC_WRITE, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL);
    CHECK(client != INVALID_HANDLE_VALUE);
    Check("send", Write(client, "letter"), 6);
    CHECK(GetMailslotInfo(slot, &most, &next, &messages, &timeout));
    Check("largest", most, 10);
    Check("next", next, 6);
    Check("messages", messages, 1);
    Check("timeout", timeout, 0);
    FAILS(ReadFile(slot, buffer, 3, &count, NULL), ERROR_INSUFFICIENT_BUFFER);
    CHECK(ReadFile(slot, buffer, 16, &count, NULL) && count == 6);
    CHECK(SetMailslotInfo(slot, MAILSLOT_WAIT_FOREVER));
    CHECK(GetMailslotInfo(slot, &most, &next, &messages, &timeout));
    Check("none", next, MAILSLOT_NO_MESSAGE);
    Check("for ever", timeout, MAILSLOT_WAIT_FOREVER);
    CloseHandle(client);
    CloseHandle(slot);
}

static void Notification(void)
{
    BYTE buffer[512];
    DWORD count;
    OVERLAPPED overlapped = {0};
    CreateDirectoryA("watched", NULL);
    HANDLE folder = CreateFileA("watched", FILE_LIST_DIRECTORY, 7, NULL, OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS | FILE_FLAG_OVERLAPPED, NULL);
    CHECK(ReadDirectoryChangesW(folder, buffer, sizeof(buffer), TRUE, FILE_NOTIFY_CHANGE_FILE_NAME, NULL, &overlapped, NULL));
    CloseHandle(Make("watched\\new.txt", "", 7));
    CHECK(GetOverlappedResult(folder, &overlapped, &count, TRUE));
    FILE_NOTIFY_INFORMATION *told = (FILE_NOTIFY_INFORMATION *)buffer;
    Check("added", told->Action, FILE_ACTION_ADDED);
    Check("its name", told->FileNameLength, 14);
    HANDLE change = FindFirstChangeNotificationA("watched", FALSE, FILE_NOTIFY_CHANGE_FILE_NAME);
    Check("nothing yet", WaitForSingleObject(change, 0), WAIT_TIMEOUT);
    CHECK(MoveFileA("watched\\new.txt", "watched\\old.txt"));
    Check("a change", WaitForSingleObject(change, INFINITE), WAIT_OBJECT_0);
    FindCloseChangeNotification(change);
    CHECK(DeleteFileA("watched\\old.txt"));
    CloseHandle(folder);
    CHECK(RemoveDirectoryA("watched"));
}

static void Locks(void)
{
    OVERLAPPED first = {0}, second = {0};
    HANDLE a = Make("locked", "0123456789", 7);
    HANDLE b = CreateFileA("locked", GENERIC_READ | GENERIC_WRITE, 7, NULL, OPEN_EXISTING, FILE_FLAG_OVERLAPPED, NULL);
    DWORD count;
    char buffer[4];
    second.hEvent = CreateEventA(NULL, TRUE, FALSE, NULL);
    CHECK(LockFileEx(a, LOCKFILE_EXCLUSIVE_LOCK, 0, 5, 0, &first));
    FAILS(LockFileEx(b, LOCKFILE_EXCLUSIVE_LOCK | LOCKFILE_FAIL_IMMEDIATELY, 0, 5, 0, &second), ERROR_LOCK_VIOLATION);
    FAILS(ReadFile(b, buffer, 4, NULL, &second), ERROR_LOCK_VIOLATION);
    FAILS(LockFileEx(b, LOCKFILE_EXCLUSIVE_LOCK, 0, 5, 0, &second), ERROR_IO_PENDING);
    CHECK(UnlockFileEx(a, 0, 5, 0, &first));
    CHECK(GetOverlappedResult(b, &second, &count, TRUE));
    CHECK(UnlockFile(b, 0, 0, 5, 0));
    CloseHandle(second.hEvent);
    CloseHandle(a);
    CloseHandle(b);
    DeleteFileA("locked");
}

static void Information(void)
{
    FILE_STANDARD_INFO standard;
    FILE_ID_INFO id;
    FILE_ATTRIBUTE_TAG_INFO tag;
    BY_HANDLE_FILE_INFORMATION by;
    BYTE names[600];
    char text[MAX_PATH];
    HANDLE file = Make("a long file name.text", "12345", 7);
    CHECK(GetFileInformationByHandleEx(file, FileStandardInfo, &standard, sizeof(standard)));
    Check("length", (DWORD)standard.EndOfFile.QuadPart, 5);
    CHECK(GetFileInformationByHandleEx(file, FileIdInfo, &id, sizeof(id)));
    CHECK(GetFileInformationByHandleEx(file, FileAttributeTagInfo, &tag, sizeof(tag)));
    CHECK(GetFileInformationByHandle(file, &by));
    Check("links", by.nNumberOfLinks, 1);
    Check("index", by.nFileIndexLow, *(DWORD *)&id.FileId);
    CHECK(GetShortPathNameA("a long file name.text", text, MAX_PATH) > 0);
    CheckText("short name", text, "ALONGF~1.TEX");
    CHECK(GetFileAttributesA("ALONGF~1.TEX") != INVALID_FILE_ATTRIBUTES);
    FILE_END_OF_FILE_INFO end;
    end.EndOfFile.QuadPart = 3;
    CHECK(SetFileInformationByHandle(file, FileEndOfFileInfo, &end, sizeof(end)));
    Check("cut", GetFileSize(file, NULL), 3);
    FILE_DISPOSITION_INFO disposition = {TRUE};
    CHECK(SetFileInformationByHandle(file, FileDispositionInfo, &disposition, sizeof(disposition)));
    CloseHandle(file);
    Check("gone", GetFileAttributesA("ALONGF~1.TEX"), INVALID_FILE_ATTRIBUTES);
    HANDLE folder = CreateFileA(".", FILE_LIST_DIRECTORY, 7, NULL, OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS, NULL);
    CHECK(GetFileInformationByHandleEx(folder, FileIdBothDirectoryInfo, names, sizeof(names)));
    Check("first entry", ((FILE_ID_BOTH_DIR_INFO *)names)->FileName[0], '.');
    CloseHandle(folder);
    CHECK(SetFileAttributesA("iowin32.none", FILE_ATTRIBUTE_READONLY) == 0);
    CloseHandle(Make("plain", "x", 7));
    CHECK(SetFileAttributesA("plain", FILE_ATTRIBUTE_READONLY));
    FAILS(DeleteFileA("plain"), ERROR_ACCESS_DENIED);
    CHECK(SetFileAttributesA("plain", FILE_ATTRIBUTE_NORMAL));
    CHECK(MoveFileExA("plain", "moved", 0) && CopyFileA("moved", "copied", TRUE));
    CHECK(ReplaceFileA("moved", "copied", "backup", 0, NULL, NULL));
    CHECK(DeleteFileA("moved") && DeleteFileA("backup"));
}

static void Volumes(void)
{
    char name[MAX_PATH], system[MAX_PATH];
    DWORD serial, length, flags, sectors, bytes, freeClusters, clusters;
    ULARGE_INTEGER available, total, freeBytes;
    CHECK(GetVolumeInformationA("C:\\", name, MAX_PATH, &serial, &length, &flags, system, MAX_PATH));
    CheckText("file system", system, "NTFS");
    Check("longest name", length, 255);
    CHECK(GetDiskFreeSpaceA("C:\\", &sectors, &bytes, &freeClusters, &clusters));
    Check("cluster", sectors * bytes, 4096);
    CHECK(GetDiskFreeSpaceExA("C:\\", &available, &total, &freeBytes) && total.QuadPart >= freeBytes.QuadPart);
    Check("drive type", GetDriveTypeA("C:\\"), DRIVE_FIXED);
    CHECK((GetLogicalDrives() & 4) != 0);
    CHECK(QueryDosDeviceA("C:", name, MAX_PATH) > 0);
    CHECK(GetVolumeNameForVolumeMountPointA("C:\\", name, MAX_PATH));
    name[11] = 0;
    CheckText("volume name", name, "\\\\?\\Volume{");
    HANDLE null = CreateFileA("NUL", GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_EXISTING, 0, NULL);
    Check("null takes all", Write(null, "anything"), 8);
    Check("null is a character device", GetFileType(null), FILE_TYPE_CHAR);
    CloseHandle(null);
}

static void Ports(void)
{
    OVERLAPPED_ENTRY entries[4];
    OVERLAPPED overlapped = {0};
    ULONG removed;
    DWORD count;
    ULONG_PTR key;
    OVERLAPPED *found;
    HANDLE file = CreateFileA("ported", GENERIC_READ | GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, FILE_FLAG_OVERLAPPED | FILE_FLAG_DELETE_ON_CLOSE, NULL);
    HANDLE port = CreateIoCompletionPort(file, NULL, 5, 0);
    CHECK(port != NULL);
    CHECK(WriteFile(file, "x", 1, NULL, &overlapped) || GetLastError() == ERROR_IO_PENDING);
    CHECK(GetQueuedCompletionStatus(port, &count, &key, &found, INFINITE));
    Check("count and key", count << 8 | (DWORD)key, 0x105);
    CHECK(PostQueuedCompletionStatus(port, 1, 2, NULL) && PostQueuedCompletionStatus(port, 3, 4, NULL));
    CHECK(GetQueuedCompletionStatusEx(port, entries, 4, &removed, INFINITE, FALSE));
    Check("both", removed, 2);
    Check("second", (DWORD)entries[1].lpCompletionKey << 8 | entries[1].dwNumberOfBytesTransferred, 0x403);
    CHECK(SetFileCompletionNotificationModes(file, FILE_SKIP_COMPLETION_PORT_ON_SUCCESS));
    FAILS(GetQueuedCompletionStatusEx(port, entries, 4, &removed, 0, FALSE), WAIT_TIMEOUT);
    CloseHandle(file);
    CloseHandle(port);
}

int main(void)
{
    NamedPipes();
    CallingAndAnonymous();
    Mailslots();
    Notification();
    Locks();
    Information();
    Volumes();
    Ports();
    return Done(136);
}
